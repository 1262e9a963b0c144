package ai.kompl.gateway.telemetry;

import java.time.Duration;
import java.util.Optional;

/**
 * One line of the access log. It never holds operation text, variables, tokens or addresses.
 *
 * @param requestId the id that the answer's {@code X-Request-Id} carries
 * @param method the HTTP method, or {@code WS} for a WebSocket connection
 * @param route the route that served it, not the path that the client wrote
 * @param status the HTTP status, or the close code of a WebSocket
 * @param took from the first byte read to the last byte written
 * @param tenant the caller's tenant; empty without a caller
 * @param operation the kind of operation; empty when none was run
 * @param code the first error code given; empty when there was none
 */
public record AccessEntry(
    String requestId,
    String method,
    String route,
    int status,
    Duration took,
    Optional<String> tenant,
    Optional<String> operation,
    Optional<String> code) {}
