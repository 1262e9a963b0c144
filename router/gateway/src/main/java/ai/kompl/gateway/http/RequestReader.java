package ai.kompl.gateway.http;

import ai.kompl.gateway.operation.GraphQlRequest;
import ai.kompl.gateway.operation.RequestJson;
import ai.kompl.gateway.refusal.Refusal;
import ai.kompl.gateway.refusal.RefusedException;
import ai.kompl.gateway.security.PreflightRule;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
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

  private static final Pattern JSON_IN_UTF8 =
      Pattern.compile(
          "application/json(\\s*;\\s*charset\\s*=\\s*\"?utf-8\"?)?\\s*;?",
          Pattern.CASE_INSENSITIVE);

  /** Reads a POST. */
  GraphQlRequest post(ServerRequest request) {
    checkContentType(request);
    return json.request(body.read(request));
  }

  private static void checkContentType(ServerRequest request) {
    String type = Edge.header(request, HeaderNames.CONTENT_TYPE).orElse("");
    if (!JSON_IN_UTF8.matcher(type.strip()).matches()) {
      throw RefusedException.of(
          Refusal.UNSUPPORTED_MEDIA_TYPE,
          "The body must be sent as Content-Type: application/json, in UTF-8.");
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
