package ai.kompl.gateway.http;

import ai.kompl.gateway.operation.Answer;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/**
 * An answer in parts as {@code multipart/mixed} (RFC 2046, 5.1). Each part is followed by its
 * delimiter at once, since clients read a part when they see where it ends. Used by the request's
 * own thread.
 */
final class MultipartStream {
  private static final String CONTENT_TYPE =
      "multipart/mixed; boundary=\"graphql\"; deferSpec=20220824";
  private static final byte[] DELIMITER = "--graphql".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HEAD =
      "\r\nContent-Type: application/json; charset=utf-8\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);
  private static final byte[] AFTER = "\r\n--graphql".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "--\r\n".getBytes(StandardCharsets.US_ASCII);

  private final PatientOutput out;

  private MultipartStream(PatientOutput out) {
    this.out = out;
  }

  /**
   * Begins the answer.
   *
   * @param longestSend how long the client may leave a part unread before it is cut off
   */
  static MultipartStream open(
      ServerResponse response, ScheduledExecutorService ticker, Duration longestSend)
      throws IOException {
    response.status(Status.OK_200);
    response.header(HeaderNames.CONTENT_TYPE, CONTENT_TYPE);
    response.header(HeaderNames.VARY, "Accept, Origin");
    // Proxies that collect answers would keep parts back.
    response.header("X-Accel-Buffering", "no");
    PatientOutput out = new PatientOutput(response.outputStream(), ticker, longestSend);
    out.write(DELIMITER);
    return new MultipartStream(out);
  }

  void part(Answer answer) throws IOException {
    byte[] json = answer.json();
    byte[] part = new byte[HEAD.length + json.length + AFTER.length];
    System.arraycopy(HEAD, 0, part, 0, HEAD.length);
    System.arraycopy(json, 0, part, HEAD.length, json.length);
    System.arraycopy(AFTER, 0, part, HEAD.length + json.length, AFTER.length);
    out.write(part);
  }

  /** Ends the answer; without it the client knows that parts are missing. */
  void end() throws IOException {
    out.write(END);
    out.close();
  }
}
