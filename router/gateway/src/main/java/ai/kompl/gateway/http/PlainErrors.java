package ai.kompl.gateway.http;

import ai.kompl.gateway.operation.ErrorJson;
import ai.kompl.gateway.refusal.RefusedException;
import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.util.List;

/**
 * Answers requests that fail before routing, such as malformed HTTP: the same JSON form as
 * everywhere, and nothing of what the web server knows about the failure.
 */
public final class PlainErrors implements DirectHandler {

  /** Handlers for every kind of early failure. */
  public static DirectHandlers handlers() {
    PlainErrors errors = new PlainErrors();
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (EventType type : EventType.values()) {
      handlers.addHandler(type, errors);
    }
    return handlers.build();
  }

  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType type,
      Status status,
      ServerResponseHeaders headers,
      String message) {
    RefusedException refused =
        RefusedException.of(code(status.code()), status.code(), "The request was not accepted.");
    return TransportResponse.builder()
        .status(status)
        .headers(headers)
        .keepAlive(false)
        .header(HeaderValues.create(HeaderNames.CONTENT_TYPE, AnswerFormat.JSON.contentType()))
        .header(HeaderValues.create("X-Content-Type-Options", "nosniff"))
        .entity(ErrorJson.body(List.of(ErrorJson.of(refused))))
        .build();
  }

  private static String code(int status) {
    return switch (status) {
      case 403 -> "ORIGIN_NOT_ALLOWED";
      case 404 -> "NOT_FOUND";
      case 413 -> "PAYLOAD_TOO_LARGE";
      case 500 -> "INTERNAL";
      case 503 -> "UNAVAILABLE";
      default -> "BAD_REQUEST";
    };
  }
}
