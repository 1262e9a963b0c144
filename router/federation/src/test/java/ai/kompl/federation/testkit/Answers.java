package ai.kompl.federation.testkit;

import java.util.ArrayList;
import java.util.List;

/** Answers as clients get them, for comparison. */
public final class Answers {
  private Answers() {}

  /** An answer with these data and errors. */
  public static String answer(String data, String... errors) {
    String list = errors.length == 0 ? "" : ",\"errors\":[" + String.join(",", errors) + "]";
    return "{\"data\":" + data + list + "}";
  }

  /** The error for a field that the caller has no right to. */
  public static String denied(String field, Object... path) {
    List<String> steps = new ArrayList<>();
    for (Object step : path) {
      steps.add(step instanceof String key ? '"' + key + '"' : step.toString());
    }
    return "{\"message\":\"You are not authorized to see field '"
        + field
        + "' or its type.\",\"path\":["
        + String.join(",", steps)
        + "],\"extensions\":{\"code\":\"UNAUTHORIZED_FIELD_OR_TYPE\"}}";
  }
}
