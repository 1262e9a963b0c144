package ai.kompl.federation.execute;

import ai.kompl.federation.error.EngineErrorCode;
import ai.kompl.federation.error.GraphQlError;
import ai.kompl.federation.transport.FailureCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers a request's errors, up to a limit. Guarded by the lock of its request. */
final class ErrorSink {
  private static final String SUBGRAPH_CODE = "SUBGRAPH_ERROR";

  private final ExecutionSettings settings;
  private final List<GraphQlError> errors = new ArrayList<>(0);

  ErrorSink(ExecutionSettings settings) {
    this.settings = settings;
  }

  List<GraphQlError> errors() {
    return errors;
  }

  /** The errors since the last time. */
  List<GraphQlError> take() {
    List<GraphQlError> taken = List.copyOf(errors);
    errors.clear();
    return taken;
  }

  boolean isFull() {
    return errors.size() >= settings.maxErrors();
  }

  private void add(String message, List<Object> path, Map<String, @Nullable Object> extensions) {
    if (!isFull()) {
      errors.add(new GraphQlError(message, List.of(), path, extensions));
    }
  }

  /** A fetch has failed: said once per place that misses its values. */
  void fetchFailed(String subgraph, FailureCode code, List<Object> path) {
    Map<String, @Nullable Object> extensions = new LinkedHashMap<>();
    extensions.put("code", code.name());
    addService(subgraph, extensions);
    GraphQlError error = new GraphQlError(message(code), List.of(), path, extensions);
    if (!isFull() && !errors.contains(error)) {
      errors.add(error);
    }
  }

  private static String message(FailureCode code) {
    return switch (code) {
      case SUBREQUEST_TIMEOUT -> "A service did not answer in time.";
      case SUBREQUEST_CANCELLED -> "The request was cancelled.";
      case SUBREQUEST_UNREACHABLE, SUBREQUEST_CONNECTION_LOST, SUBREQUEST_HTTP_STATUS ->
          "A service is not available.";
      case SUBREQUEST_MALFORMED_RESPONSE, SUBREQUEST_RESPONSE_TOO_LARGE, SUBREQUEST_FAILED ->
          "A service failed to answer.";
      case SUBREQUEST_TOO_MANY_CONTEXTS ->
          "The objects take more different values from around them than one call may carry:"
              + " ask for fewer of them at once.";
    };
  }

  /** An error that a subgraph reported, in the form it sent; its path is already the client's. */
  void fromSubgraph(String subgraph, Map<?, ?> sent, List<Object> path) {
    Map<String, @Nullable Object> extensions = new LinkedHashMap<>();
    if (sent.get("extensions") instanceof Map<?, ?> given) {
      for (Map.Entry<?, ?> entry : given.entrySet()) {
        String key = String.valueOf(entry.getKey());
        if (!settings.errors().hiddenExtensions().contains(key)) {
          extensions.put(key, entry.getValue());
        }
      }
    }
    extensions.putIfAbsent("code", SUBGRAPH_CODE);
    addService(subgraph, extensions);
    boolean shown = settings.errors().passMessages() && sent.get("message") instanceof String;
    add(
        shown ? String.valueOf(sent.get("message")) : "A service reported an error.",
        path,
        extensions);
  }

  private void addService(String subgraph, Map<String, @Nullable Object> extensions) {
    extensions.remove("service");
    if (settings.errors().subgraphNames()) {
      extensions.put("service", subgraph);
    }
  }

  /** A value does not fit the API schema. */
  void invalidValue(String field, List<Object> path) {
    add(
        "The value of field '" + field + "' does not fit its type.",
        path,
        Map.of("code", EngineErrorCode.SUBGRAPH_VALUE_INVALID.name()));
  }

  /** The caller may not see a field. */
  void denied(String field, ResponsePath path) {
    if (!isFull()) {
      add(
          deniedMessage(field),
          path.toList(),
          Map.of("code", EngineErrorCode.UNAUTHORIZED_FIELD_OR_TYPE.name()));
    }
  }

  static String deniedMessage(String field) {
    return "You are not authorized to see field '" + field + "' or its type.";
  }

  /** A value that may not be null is null, and no other error tells why. */
  void nullInNonNull(String field, List<Object> path) {
    if (!isFull() && !explained(path)) {
      add(
          "Field '" + field + "' may not be null, but no value was found.",
          path,
          Map.of("code", EngineErrorCode.NULL_IN_NON_NULL_FIELD.name()));
    }
  }

  /** Whether an error is known for this place, for one above it or for one below it. */
  private boolean explained(List<Object> path) {
    for (GraphQlError error : errors) {
      if (touches(error.path(), path)) {
        return true;
      }
    }
    return false;
  }

  private static boolean touches(List<Object> first, List<Object> second) {
    int common = Math.min(first.size(), second.size());
    return common > 0 && first.subList(0, common).equals(second.subList(0, common));
  }
}
