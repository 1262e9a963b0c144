package ai.kompl.gateway.http;

import ai.kompl.gateway.operation.ErrorJson;
import ai.kompl.gateway.refusal.Refusal;
import ai.kompl.gateway.refusal.RefusedException;
import ai.kompl.gateway.security.OriginRules;
import ai.kompl.gateway.security.RequestIds;
import ai.kompl.gateway.telemetry.AccessEntry;
import ai.kompl.gateway.telemetry.AccessLog;
import ai.kompl.gateway.telemetry.GatewayMetrics;
import ai.kompl.tenancy.caller.ProblemException;
import io.helidon.common.socket.SocketWriterException;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What surrounds every request: its id, the origin check, the headers that browsers need to be
 * told, errors in one form without any detail of the inside, and the entry in the access log.
 */
public final class Edge implements Filter {
  private static final System.Logger LOG = System.getLogger(Edge.class.getName());
  private static final String NOTHING_ELSE = "default-src 'none'; frame-ancestors 'none'";
  private static final HeaderName REQUEST_ID = HeaderNames.create(RequestIds.HEADER);
  private static final HeaderName CSP = HeaderNames.create("Content-Security-Policy");

  private final RequestIds ids;
  private final OriginRules origins;
  private final GatewayMetrics metrics;
  private final AccessLog access;
  private final InstantSource clock;

  /** The surroundings of a server's requests. */
  public Edge(
      RequestIds ids,
      OriginRules origins,
      GatewayMetrics metrics,
      AccessLog access,
      InstantSource clock) {
    this.ids = ids;
    this.origins = origins;
    this.metrics = metrics;
    this.access = access;
    this.clock = clock;
  }

  /** Adds the filter and the answers to failures. */
  public void addTo(HttpRouting.Builder routing) {
    routing
        .addFilter(this)
        .error(RefusedException.class, this::refused)
        .error(ProblemException.class, (request, response, e) -> refused(request, response, of(e)))
        .error(HttpException.class, (request, response, e) -> refused(request, response, of(e)))
        .error(RuntimeException.class, this::failed);
  }

  /** The facts of the request, kept with it. */
  static RequestTrace trace(ServerRequest request) {
    return request
        .context()
        .get(RequestTrace.class)
        .orElseThrow(() -> new IllegalStateException("the edge filter has not run"));
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    RequestTrace trace = new RequestTrace(ids.idFor(header(request, REQUEST_ID)));
    request.context().register(trace);
    prepare(request, response, trace);
    try {
      if (admitted(request, response)) {
        chain.proceed();
      }
      BodyReader.closeAfter(request, response, clock);
    } finally {
      record(request, response, trace);
    }
  }

  private void prepare(RoutingRequest request, RoutingResponse response, RequestTrace trace) {
    response.header(HeaderValues.create(REQUEST_ID, trace.requestId()));
    response.header(HeaderValues.create(CSP, NOTHING_ELSE));
    response.header("X-Content-Type-Options", "nosniff");
    response.header("X-Frame-Options", "DENY");
    response.header("Referrer-Policy", "no-referrer");
    response.header("Cross-Origin-Opener-Policy", "same-origin");
    response.header("Cache-Control", "no-store");
    header(request, HeaderNames.ORIGIN)
        .filter(origins::listed)
        .ifPresent(origin -> shareWith(response, origin));
  }

  private static void shareWith(RoutingResponse response, String origin) {
    response.header("Access-Control-Allow-Origin", origin);
    response.header("Access-Control-Expose-Headers", RequestIds.HEADER + ", Retry-After");
    response.header("Vary", "Origin");
  }

  private boolean admitted(RoutingRequest request, RoutingResponse response) {
    try {
      origins.check(header(request, HeaderNames.ORIGIN), header(request, HeaderNames.HOST));
      return true;
    } catch (RefusedException e) {
      refused(request, response, e);
      return false;
    }
  }

  private void refused(ServerRequest request, ServerResponse response, RefusedException e) {
    trace(request).failed(e.code());
    metrics.error(e.code());
    e.headers().forEach(response::header);
    boolean unread = request.content().hasEntity() && !request.content().consumed();
    if (unread) {
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
    send(response, e);
  }

  private static void send(ServerResponse response, RefusedException e) {
    response.status(Status.create(e.status()));
    response.header(HeaderNames.CONTENT_TYPE, AnswerFormat.JSON.contentType());
    response.send(ErrorJson.body(List.of(ErrorJson.of(e))));
  }

  private void failed(ServerRequest request, ServerResponse response, RuntimeException e) {
    if (gone(e)) {
      throw new CloseConnectionException("the client is gone", e);
    }
    LOG.log(System.Logger.Level.ERROR, "request-failed " + trace(request).requestId(), e);
    refused(request, response, internal());
  }

  private static boolean gone(RuntimeException e) {
    return e instanceof SocketWriterException
        || e instanceof UncheckedIOException
        || e instanceof CloseConnectionException;
  }

  private static RefusedException internal() {
    return RefusedException.of(
        Refusal.INTERNAL, "The server failed; quote the request id to support.");
  }

  /** The web server's own refusals: only the status is told. */
  private static RefusedException of(HttpException e) {
    return switch (e.status().code()) {
      case 404 -> RefusedException.of(Refusal.NOT_FOUND, "There is nothing here.");
      case 500 -> internal();
      default ->
          RefusedException.of("BAD_REQUEST", e.status().code(), "The request was not accepted.");
    };
  }

  private static RefusedException of(ProblemException e) {
    var refused =
        RefusedException.of(e.problem().code(), e.problem().httpStatus(), e.clientMessage());
    boolean later = e.problem().httpStatus() == 503 || e.problem().httpStatus() == 429;
    return later ? refused.withHeader("Retry-After", "1") : refused;
  }

  private void record(RoutingRequest request, RoutingResponse response, RequestTrace trace) {
    int status = response.status().code();
    metrics.request(trace.route(), status);
    access.write(
        new AccessEntry(
            trace.requestId(),
            request.prologue().method().text(),
            trace.route(),
            status,
            Duration.ofNanos(System.nanoTime() - trace.start()),
            trace.tenant(),
            trace.operation(),
            trace.code()));
  }

  /** The first value of a request header. */
  static Optional<String> header(ServerRequest request, HeaderName name) {
    return request.headers().first(name);
  }
}
