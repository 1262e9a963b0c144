package ai.kompl.local.cli;

import java.net.URI;
import java.util.List;

/** The product, answering. */
public interface Running extends AutoCloseable {
  /** Where it answers: {@code http://127.0.0.1:PORT}. */
  URI endpoint();

  /** What the user wants to know now: page, sign-in, first query. */
  List<String> banner();

  /** Stops it in order: gateway, subgraphs, servers. */
  @Override
  void close();
}
