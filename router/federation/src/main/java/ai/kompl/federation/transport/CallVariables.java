package ai.kompl.federation.transport;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables of one call, in the form that the transport asks for. Not thread safe. */
public interface CallVariables {

  /** How many entity representations are sent; zero for a fetch from the root. */
  int representationCount();

  /** The variables as one JSON object in UTF-8; at least <code>{}</code>. */
  byte[] json();

  /**
   * The variables as Java values: {@code Map}, {@code List}, {@code String}, {@code Boolean},
   * {@code Integer}, {@code Long}, {@code java.math.BigInteger}, {@code java.math.BigDecimal} and
   * null, or what an in-process subgraph itself gave as a leaf.
   */
  Map<String, @Nullable Object> asMap();
}
