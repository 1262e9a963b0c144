package ai.kompl.gateway.operation;

import ai.kompl.federation.error.GraphQlError;
import ai.kompl.gateway.refusal.RefusedException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Errors as JSON values (GraphQL specification, 7.1.2), and JSON values as text. */
public final class ErrorJson {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();
  private static final TypeReference<Map<String, @Nullable Object>> OBJECT =
      new TypeReference<>() {};

  private ErrorJson() {}

  /** A refusal as an error. */
  public static Map<String, Object> of(RefusedException refused) {
    Map<String, Object> extensions = new LinkedHashMap<>();
    extensions.put("code", refused.code());
    extensions.putAll(refused.details());
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("message", refused.message());
    error.put("extensions", extensions);
    return error;
  }

  /** The engine's errors. */
  public static List<Map<String, Object>> of(List<GraphQlError> errors) {
    return errors.stream().map(ErrorJson::of).toList();
  }

  private static Map<String, Object> of(GraphQlError error) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("message", error.message());
    if (!error.locations().isEmpty()) {
      map.put(
          "locations",
          error.locations().stream()
              .map(it -> Map.of("line", it.line(), "column", it.column()))
              .toList());
    }
    if (!error.path().isEmpty()) {
      map.put("path", error.path());
    }
    map.put("extensions", error.extensions());
    return map;
  }

  /** The code of an engine error. */
  public static String code(GraphQlError error) {
    return String.valueOf(error.extensions().get("code"));
  }

  /** An answer of errors alone. */
  public static byte[] body(Object errors) {
    return bytes(Map.of("errors", errors));
  }

  /** The errors of an answer that has no data. */
  public static Object errorsIn(Answer answer) {
    try {
      Object errors = MAPPER.readValue(answer.json(), OBJECT).get("errors");
      return errors == null ? List.of() : errors;
    } catch (IOException e) {
      throw new UncheckedIOException("the engine's answer is not JSON", e);
    }
  }

  /** A tree of JSON values as UTF-8 text on one line. */
  public static byte[] bytes(Object tree) {
    try {
      return MAPPER.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON values is always writable", e);
    }
  }
}
