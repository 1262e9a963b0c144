package ai.kompl.gateway.refusal;

import java.util.LinkedHashMap;
import java.util.Map;

/** Ends a request at the edge with a code of the catalogue. Its message is shown to the client. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final int status;
  private final transient Map<String, Object> details;
  private final transient Map<String, String> headers;

  private RefusedException(
      String code,
      int status,
      String message,
      Map<String, Object> details,
      Map<String, String> headers) {
    super(message, null, false, false);
    this.code = code;
    this.status = status;
    this.details = details;
    this.headers = headers;
  }

  /** A refusal with a sentence that says what was wrong and what to do. */
  public static RefusedException of(Refusal refusal, String message) {
    return new RefusedException(refusal.name(), refusal.status(), message, Map.of(), Map.of());
  }

  /** A refusal under a code of another catalogue. */
  public static RefusedException of(String code, int status, String message) {
    return new RefusedException(code, status, message, Map.of(), Map.of());
  }

  /** The same with one more fact for {@code extensions}. */
  public RefusedException with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(details);
    more.put(name, value);
    return new RefusedException(code, status, message(), more, headers);
  }

  /** The same with one more response header. */
  public RefusedException withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new RefusedException(code, status, message(), details, more);
  }

  /** The stable code. */
  public String code() {
    return code;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The sentence for the client. */
  public String message() {
    String message = getMessage();
    return message == null ? code : message;
  }

  /** Further facts for the client, beside the code. */
  public Map<String, Object> details() {
    return details;
  }

  /** Response headers that belong to the refusal. */
  public Map<String, String> headers() {
    return headers;
  }
}
