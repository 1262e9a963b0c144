package ai.kompl.kit;

import ai.kompl.tenancy.caller.Caller;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One GraphQL request to a subgraph.
 *
 * @param document the operation's text
 * @param operationName which of the document's operations, when it has several
 * @param variables by name; values may be null
 * @param caller on whose behalf; empty only for operations that are public
 * @param requestId goes to logs, audit and errors
 * @param deadline when nobody waits for the answer any more
 */
public record SubgraphRequest(
    String document,
    Optional<String> operationName,
    Map<String, @Nullable Object> variables,
    Optional<Caller> caller,
    String requestId,
    Instant deadline) {

  // Written out, since a compact constructor's parameters lose the annotation inside Map<..>.
  public SubgraphRequest(
      String document,
      Optional<String> operationName,
      Map<String, @Nullable Object> variables,
      Optional<Caller> caller,
      String requestId,
      Instant deadline) {
    this.document = document;
    this.operationName = operationName;
    this.variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    this.caller = caller;
    this.requestId = requestId;
    this.deadline = deadline;
  }
}
