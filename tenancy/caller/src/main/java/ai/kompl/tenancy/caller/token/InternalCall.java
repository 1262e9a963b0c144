package ai.kompl.tenancy.caller.token;

import ai.kompl.tenancy.caller.Caller;
import java.time.Instant;
import java.util.Optional;

/**
 * What the router tells a subgraph about one request.
 *
 * @param caller who asks; empty only for operations that are open to the public
 * @param requestId ties logs, traces and the audit trail together
 * @param deadline when the answer is no longer wanted, to the millisecond
 */
public record InternalCall(Optional<Caller> caller, String requestId, Instant deadline) {}
