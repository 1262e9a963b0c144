package ai.kompl.gateway.http;

import ai.kompl.gateway.http.UploadStore.Declared;
import ai.kompl.gateway.http.UploadStore.StoredUpload;
import ai.kompl.gateway.operation.ErrorJson;
import ai.kompl.gateway.refusal.Refusal;
import ai.kompl.gateway.refusal.RefusedException;
import ai.kompl.gateway.security.Asker;
import ai.kompl.gateway.security.CallerReader;
import ai.kompl.tenancy.caller.Caller;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Takes content too large for a GraphQL request: streamed, counted, never held in memory as a
 * whole. The answer's id is what mutations then refer to.
 */
public final class UploadService implements HttpService {
  private static final HeaderName CONTENT_DIGEST = HeaderNames.create(ContentDigest.HEADER);

  private final UploadStore store;
  private final CallerReader callers;
  private final BodyReader body;
  private final Admittance admittance;

  /** Takes uploads into the store, as long as they keep to the limit of {@code body}. */
  public UploadService(
      UploadStore store, CallerReader callers, BodyReader body, Admittance admittance) {
    this.store = store;
    this.callers = callers;
    this.body = body;
    this.admittance = admittance;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .put("/", this::upload)
        .options("/", new Preflight("PUT"))
        .any("/", UploadService::refuseMethod);
  }

  private static void refuseMethod(ServerRequest request, ServerResponse response) {
    Edge.trace(request).served("/uploads");
    throw RefusedException.of(Refusal.METHOD_NOT_ALLOWED, "Uploads are sent by PUT.")
        .withHeader("Allow", "PUT");
  }

  private void upload(ServerRequest request, ServerResponse response) {
    RequestTrace trace = Edge.trace(request);
    trace.served("/uploads");
    Asker asker = callers.asker(Edge.header(request, HeaderNames.AUTHORIZATION), trace.requestId());
    Caller caller =
        asker
            .caller()
            .orElseThrow(
                () -> CallerReader.missing("Uploads need an access token; sign in first."));
    trace.asked(caller.tenant().value());
    StoredUpload stored = admittance.within(() -> store(caller, request));
    response.status(Status.CREATED_201);
    response.header(HeaderNames.CONTENT_TYPE, AnswerFormat.JSON.contentType());
    response.send(ErrorJson.bytes(facts(stored)));
  }

  private StoredUpload store(Caller caller, ServerRequest request) {
    String mediaType =
        Edge.header(request, HeaderNames.CONTENT_TYPE).orElse("application/octet-stream");
    Optional<String> sha256 = Edge.header(request, CONTENT_DIGEST).flatMap(ContentDigest::sha256);
    try (InputStream content = body.stream(request)) {
      return store.store(caller, content, new Declared(body.limit(), mediaType, sha256));
    } catch (IOException e) {
      throw new UncheckedIOException("reading an upload", e);
    }
  }

  private static Map<String, Object> facts(StoredUpload stored) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("uploadId", stored.uploadId());
    facts.put("sha256", stored.sha256());
    facts.put("size", stored.size());
    return facts;
  }
}
