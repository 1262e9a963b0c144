package ai.kompl.federation.transport;

import java.util.List;
import java.util.Map;

/** Request headers that the embedding server adds to a call, such as a token for the subgraph. */
@FunctionalInterface
public interface HeaderSource {

  /**
   * The headers of this call, by name and value. Names must be HTTP tokens and values free of line
   * breaks; others fail the call. {@code Host}, {@code Content-Length}, {@code Content-Type},
   * {@code Accept} and {@code Connection} are the transport's own.
   */
  List<Map.Entry<String, String>> headers(SubgraphCall call);

  /** No headers. */
  static HeaderSource none() {
    return _ -> List.of();
  }
}
