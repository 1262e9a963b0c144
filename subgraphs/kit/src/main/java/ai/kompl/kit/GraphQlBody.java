package ai.kompl.kit;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import graphql.ExecutionResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The JSON of a GraphQL request and of its answer. */
final class GraphQlBody {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final TypeReference<Map<String, @Nullable Object>> OBJECT =
      new TypeReference<>() {};

  private final String query;
  private final Optional<String> operationName;
  private final Map<String, @Nullable Object> variables;

  private GraphQlBody(
      String query, Optional<String> operationName, Map<String, @Nullable Object> variables) {
    this.query = query;
    this.operationName = operationName;
    this.variables = variables;
  }

  /**
   * Reads a request.
   *
   * @throws ProblemException {@code VALIDATION_FAILED} when it is not a JSON object with a query
   */
  static GraphQlBody parse(byte[] body) {
    Map<String, @Nullable Object> fields = object(body);
    if (!(fields.get("query") instanceof String query)) {
      throw invalid("The request has no query.");
    }
    return new GraphQlBody(query, operationName(fields), variables(fields));
  }

  private static Map<String, @Nullable Object> object(byte[] body) {
    try {
      // The text null is JSON as well, and read as nothing.
      return Optional.ofNullable(JSON.readValue(body, OBJECT))
          .orElseThrow(() -> invalid("The request is not a JSON object."));
    } catch (IOException e) {
      throw new ProblemException(Problem.VALIDATION_FAILED, "The request is not a JSON object.", e);
    }
  }

  private static Optional<String> operationName(Map<String, @Nullable Object> fields) {
    return Optional.ofNullable(fields.get("operationName"))
        .map(name -> {
          if (name instanceof String text) {
            return text;
          }
          throw invalid("The operationName is not a text.");
        });
  }

  private static Map<String, @Nullable Object> variables(Map<String, @Nullable Object> fields) {
    Object given = fields.get("variables");
    if (given == null) {
      return Map.of();
    }
    if (!(given instanceof Map<?, ?>)) {
      throw invalid("The variables are not an object.");
    }
    return JSON.convertValue(given, OBJECT);
  }

  private static ProblemException invalid(String message) {
    return new ProblemException(Problem.VALIDATION_FAILED, message);
  }

  String query() {
    return query;
  }

  Optional<String> operationName() {
    return operationName;
  }

  Map<String, @Nullable Object> variables() {
    return variables;
  }

  static byte[] write(ExecutionResult result) {
    return bytes(result.toSpecification());
  }

  static byte[] writeError(ProblemException e) {
    return bytes(
        Map.of(
            "errors",
            List.of(
                Map.of(
                    "message",
                    e.clientMessage(),
                    "extensions",
                    Map.of("code", e.problem().code())))));
  }

  private static byte[] bytes(Map<String, Object> answer) {
    try {
      return JSON.writeValueAsBytes(answer);
    } catch (JsonProcessingException e) {
      throw new ProblemException(Problem.INTERNAL, Problem.INTERNAL.message(), e);
    }
  }
}
