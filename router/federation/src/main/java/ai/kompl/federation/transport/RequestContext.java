package ai.kompl.federation.transport;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one client request hands through the engine to every subgraph call.
 *
 * @param deadline the moment after which no call may still wait for an answer
 * @param attachment opaque to the engine; the embedding server's own value, such as the caller
 */
public record RequestContext(Instant deadline, @Nullable Object attachment) {}
