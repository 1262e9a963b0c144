package ai.kompl.tenancy.data.audit;

import java.util.Optional;

/**
 * Who did what an audit record tells. All of it are opaque ids.
 *
 * @param name the party and its id, such as {@code user:<uuid>}
 * @param kind what sort of party
 * @param onBehalfOf for whom an operator or a worker acted
 * @param requestId the request it happened in
 * @param sessionId the sign-in session, or the worker
 */
public record AuditActor(
    String name, String kind, Optional<String> onBehalfOf, String requestId, String sessionId) {}
