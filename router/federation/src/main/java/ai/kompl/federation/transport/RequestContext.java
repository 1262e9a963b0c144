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
 * @param refusesDenied whether an operation that selects anything which the caller may not see is
 *     refused as a whole, before any call; otherwise such a field is null, with an error
 */
public record RequestContext(
    Instant deadline, @Nullable Object attachment, Rights rights, boolean refusesDenied) {

  /** For an operation that gives what its caller may see of it. */
  public RequestContext(Instant deadline, @Nullable Object attachment, Rights rights) {
    this(deadline, attachment, rights, false);
  }

  /** For a caller who holds nothing. */
  public RequestContext(Instant deadline, @Nullable Object attachment) {
    this(deadline, attachment, Rights.NONE);
  }

  /** The same, but an operation is refused as a whole when any of it is denied. */
  public RequestContext refusingDenied() {
    return new RequestContext(deadline, attachment, rights, true);
  }
}
