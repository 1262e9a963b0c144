package ai.kompl.gateway.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.function.Supplier;

/**
 * Passes a text of the house through, such as the published keys, which verifiers may keep for a
 * few minutes.
 *
 * @param route its name in the metrics
 * @param text the text as it is now
 */
public record StaticText(String route, Supplier<String> text) implements Handler {

  /** A JSON text. */
  public static StaticText json(String route, Supplier<String> text) {
    return new StaticText(route, text);
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    Edge.trace(request).served(route);
    response.header(HeaderNames.CONTENT_TYPE, "application/json; charset=utf-8");
    response.header(HeaderNames.CACHE_CONTROL, "public, max-age=300");
    response.send(text.get());
  }
}
