package ai.kompl.gateway.operation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A GraphQL request as a client sent it (GraphQL over HTTP, "Request Parameters").
 *
 * @param document the operation text
 * @param operationName which operation of the document; empty when the client named none
 * @param variables values by name as JSON types; numbers keep their full precision
 */
public record GraphQlRequest(
    String document, Optional<String> operationName, Map<String, @Nullable Object> variables) {
  /** Keeps a read-only copy of the variables, in their order. */
  public GraphQlRequest {
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
  }
}
