package ai.kompl.gateway.http;

import ai.kompl.gateway.operation.Answer;
import ai.kompl.gateway.operation.ErrorJson;
import ai.kompl.gateway.refusal.RefusedException;
import ai.kompl.gateway.subscription.ResultSink;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

/**
 * One operation's results as server-sent events, in the mode of distinct connections of GraphQL
 * over SSE: {@code next} for each result, {@code complete} at the end. A stream that ends without
 * {@code complete} tells the client to connect again. Used by the request's own thread.
 */
final class SseStream implements ResultSink {
  private static final byte[] NEXT = "event: next\ndata: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] COMPLETE =
      "event: complete\ndata: \n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ALIVE = ":\n\n".getBytes(StandardCharsets.US_ASCII);

  private final PatientOutput out;

  private SseStream(PatientOutput out) {
    this.out = out;
  }

  /**
   * Begins the stream.
   *
   * @param longestSend how long the client may leave an event unread before it is cut off
   */
  static SseStream open(
      ServerResponse response, ScheduledExecutorService ticker, Duration longestSend)
      throws IOException {
    response.status(Status.OK_200);
    response.header(HeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
    // Proxies that collect answers would keep events back.
    response.header("X-Accel-Buffering", "no");
    PatientOutput out = new PatientOutput(response.outputStream(), ticker, longestSend);
    out.write(ALIVE);
    return new SseStream(out);
  }

  @Override
  public void next(Answer answer) throws IOException {
    event(answer.json());
  }

  /** Sends errors as the one and last result. */
  void errors(Object errors) throws IOException {
    event(ErrorJson.body(errors));
    complete();
  }

  @Override
  public void heartbeat() throws IOException {
    out.write(ALIVE);
  }

  @Override
  public void refuse(RefusedException refusal) throws IOException {
    errors(List.of(ErrorJson.of(refusal)));
  }

  /** Tells the client that no more results follow. */
  void complete() throws IOException {
    out.write(COMPLETE);
  }

  /** Ends the answer; without {@link #complete} before it, the client connects again. */
  void end() throws IOException {
    out.close();
  }

  private void event(byte[] json) throws IOException {
    byte[] event = new byte[NEXT.length + json.length + END.length];
    System.arraycopy(NEXT, 0, event, 0, NEXT.length);
    System.arraycopy(json, 0, event, NEXT.length, json.length);
    System.arraycopy(END, 0, event, NEXT.length + json.length, END.length);
    out.write(event);
  }
}
