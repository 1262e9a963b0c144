package ai.kompl.federation.transport;

import ai.kompl.federation.rights.Rights;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one client request brings along: what its caller may see, and what goes with every subgraph
 * call.
 *
 * @param deadline the moment after which no call may still wait for an answer
 * @param attachment opaque to the engine; the embedding server's own value, such as the caller
 * @param rights what the caller holds, asked for what the supergraph protects
 */
public record RequestContext(Instant deadline, @Nullable Object attachment, Rights rights) {

  /** For a caller who holds nothing. */
  public RequestContext(Instant deadline, @Nullable Object attachment) {
    this(deadline, attachment, Rights.NONE);
  }
}
