package ai.kompl.gateway.http;

import ai.kompl.gateway.refusal.Refusal;
import ai.kompl.gateway.refusal.RefusedException;
import ai.kompl.gateway.security.PreflightRule;
import ai.kompl.gateway.security.RequestIds;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Answers the question that a browser asks before a page of another origin may send its request
 * (the Fetch standard, "CORS-preflight request"). The edge has refused origins not allowed before.
 */
public record Preflight(String methods) implements Handler {
  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    Edge.trace(request).served("preflight");
    if (!request.headers().contains(HeaderNames.ORIGIN)) {
      throw RefusedException.of(Refusal.METHOD_NOT_ALLOWED, "OPTIONS is for browsers' preflights.")
          .withHeader("Allow", methods);
    }
    String headers =
        Stream.concat(
                Stream.of("Authorization", "Content-Type", "Accept", RequestIds.HEADER),
                PreflightRule.HEADERS.stream())
            .collect(Collectors.joining(", "));
    response.header("Access-Control-Allow-Methods", methods);
    response.header("Access-Control-Allow-Headers", headers);
    response.header("Access-Control-Max-Age", "600");
    response.status(Status.NO_CONTENT_204).send();
  }
}
