package ai.kompl.gateway.http;

import ai.kompl.gateway.operation.GraphQlRequest;
import ai.kompl.gateway.operation.RequestJson;
import ai.kompl.gateway.refusal.Refusal;
import ai.kompl.gateway.refusal.RefusedException;
import ai.kompl.gateway.security.PreflightRule;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpMediaType;
import io.helidon.webserver.http.ServerRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads GraphQL requests from HTTP requests (GraphQL over HTTP, "Request").
 *
 * @param json reads the parameters
 * @param body reads bodies up to their limit
 * @param preflight keeps cross-site forms out
 * @param textInUrl whether a URL may carry operation text, or only a document's id
 */
public record RequestReader(
    RequestJson json, BodyReader body, PreflightRule preflight, boolean textInUrl) {

  /** Reads a POST. */
  GraphQlRequest post(ServerRequest request) {
    checkContentType(request);
    return json.request(body.read(request));
  }

  private static void checkContentType(ServerRequest request) {
    Optional<HttpMediaType> type = contentType(request);
    boolean isJson =
        type.isPresent()
            && type.get().mediaType().text().equalsIgnoreCase("application/json")
            && type.get().charset().map(it -> it.equalsIgnoreCase("utf-8")).orElse(true);
    if (!isJson) {
      throw RefusedException.of(
          Refusal.UNSUPPORTED_MEDIA_TYPE,
          "The body must be sent as Content-Type: application/json, in UTF-8.");
    }
  }

  private static Optional<HttpMediaType> contentType(ServerRequest request) {
    try {
      return request.headers().contentType();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Reads a GET. */
  GraphQlRequest get(ServerRequest request) {
    preflight.checkGet(name -> request.headers().contains(HeaderNames.create(name)));
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    copy(request, "query", parameters);
    copy(request, "documentId", parameters);
    copy(request, "operationName", parameters);
    if (!textInUrl && parameters.containsKey("query")) {
      throw RefusedException.of(
              Refusal.METHOD_NOT_ALLOWED,
              "GET serves stored documents only; send operation text by POST.")
          .withHeader("Allow", "POST");
    }
    copyObject(request, "variables", parameters);
    copyObject(request, "extensions", parameters);
    return json.request(parameters);
  }

  private static void copy(
      ServerRequest request, String name, Map<String, @Nullable Object> parameters) {
    value(request, name).ifPresent(text -> parameters.put(name, text));
  }

  private void copyObject(
      ServerRequest request, String name, Map<String, @Nullable Object> parameters) {
    value(request, name)
        .filter(text -> !text.equals("null"))
        .ifPresent(text -> parameters.put(name, json.objectIn(name, text)));
  }

  private static Optional<String> value(ServerRequest request, String name) {
    List<String> values = request.query().all(name, List::of);
    if (values.size() > 1) {
      throw RefusedException.of(
          Refusal.INVALID_PARAMETER, "The parameter \"" + name + "\" is given more than once.");
    }
    return values.stream().findFirst().filter(text -> !text.isEmpty());
  }
}
