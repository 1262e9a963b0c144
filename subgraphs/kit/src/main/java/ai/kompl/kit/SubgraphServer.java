package ai.kompl.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.token.InternalCall;
import ai.kompl.tenancy.caller.token.InternalTokens;
import graphql.ExecutionResult;
import io.helidon.graphql.server.GraphQlConstants;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A subgraph over HTTP/1.1, for the router alone. {@code POST /graphql} needs the router's token,
 * which is verified once per request; {@code /sdl}, the health checks and published documents need
 * none. Each request runs on a virtual thread of its own.
 */
public final class SubgraphServer implements AutoCloseable {

  /** The header that carries the router's token. */
  public static final String TOKEN_HEADER = "Kompl-Internal-Token";

  private static final Logger LOG = LoggerFactory.getLogger(SubgraphServer.class);
  private static final HeaderName TOKEN = HeaderNames.create(TOKEN_HEADER);
  private static final String PATH = GraphQlConstants.GRAPHQL_WEB_CONTEXT;
  private static final long MAX_BODY_BYTES = 16L << 20;

  private final Subgraph subgraph;
  private final InternalTokens tokens;
  private final Map<String, BooleanSupplier> readiness;
  private final WebServer server;

  private SubgraphServer(
      Subgraph subgraph,
      InternalTokens tokens,
      Map<String, BooleanSupplier> readiness,
      InetAddress address,
      int port) {
    this.subgraph = subgraph;
    this.tokens = tokens;
    this.readiness = Map.copyOf(readiness);
    this.server =
        WebServer.builder()
            .address(address)
            .port(port)
            .maxPayloadSize(MAX_BODY_BYTES)
            .featuresDiscoverServices(false)
            // Off by default; without it an answer can wait 40 ms for the acknowledgement.
            .connectionOptions(options -> options.tcpNoDelay(true))
            .shutdownGracePeriod(Duration.ofSeconds(10))
            .routing(this::route)
            .build();
  }

  /**
   * Starts to serve.
   *
   * @param tokens verifies the router's tokens for this subgraph
   * @param readiness what must hold before requests are sent here, by name
   * @param address where to listen; the loopback address unless routers run elsewhere
   * @param port 0 for a free one
   */
  public static SubgraphServer start(
      Subgraph subgraph,
      InternalTokens tokens,
      Map<String, BooleanSupplier> readiness,
      InetAddress address,
      int port) {
    var started = new SubgraphServer(subgraph, tokens, readiness, address, port);
    started.server.start();
    return started;
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  private void route(HttpRouting.Builder routing) {
    routing
        .post(PATH, this::execute)
        .get("/sdl", (_, response) -> text(response, "text/plain", subgraph.sdl()))
        .get("/health/live", (_, response) -> json(response, "{\"status\":\"UP\"}"))
        .get("/health/ready", (_, response) -> ready(response));
    subgraph.definition().documents().forEach((path, document) -> publish(routing, path, document));
    routing
        .error(ProblemException.class, (_, response, e) -> refuse(response, e))
        .error(
            RuntimeException.class, (_, response, e) -> refuse(response, ProblemErrors.problem(e)));
  }

  private static void publish(HttpRouting.Builder routing, String path, Supplier<String> document) {
    routing.get(
        path,
        (_, response) -> {
          response.header(HeaderNames.CACHE_CONTROL, "public, max-age=300");
          json(response, document.get());
        });
  }

  private void execute(ServerRequest request, ServerResponse response) {
    InternalCall call = tokens.verify(token(request), "POST", PATH);
    GraphQlBody body = GraphQlBody.parse(bytes(request));
    ExecutionResult result =
        subgraph.execute(
            new SubgraphRequest(
                body.query(),
                body.operationName(),
                body.variables(),
                call.caller(),
                call.requestId(),
                call.deadline()));
    response.header(HeaderValues.CONTENT_TYPE_JSON);
    response.send(GraphQlBody.write(result));
  }

  private static byte[] bytes(ServerRequest request) {
    return request.content().hasEntity() ? request.content().as(byte[].class) : new byte[0];
  }

  private static String token(ServerRequest request) {
    return request
        .headers()
        .first(TOKEN)
        .orElseThrow(() ->
            new ProblemException(Problem.UNAUTHENTICATED, "This address is for the router alone."));
  }

  private void ready(ServerResponse response) {
    List<String> failing =
        readiness.entrySet().stream()
            .filter(check -> !check.getValue().getAsBoolean())
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    if (failing.isEmpty()) {
      json(response, "{\"status\":\"UP\"}");
      return;
    }
    response.status(Status.SERVICE_UNAVAILABLE_503);
    json(response, "{\"status\":\"DOWN\",\"failing\":\"" + String.join(",", failing) + "\"}");
  }

  private static void refuse(ServerResponse response, ProblemException e) {
    if (e.problem().httpStatus() >= 500) {
      LOG.atError().addKeyValue("code", e.problem().code()).setCause(e).log("request failed");
    }
    response.status(Status.create(e.problem().httpStatus()));
    response.header(HeaderValues.CONTENT_TYPE_JSON);
    response.send(GraphQlBody.writeError(e));
  }

  private static void json(ServerResponse response, String json) {
    text(response, "application/json", json);
  }

  private static void text(ServerResponse response, String type, String text) {
    response.header(HeaderNames.CONTENT_TYPE, type + "; charset=utf-8");
    response.send(text.getBytes(UTF_8));
  }

  /** Finishes running requests and stops listening. */
  @Override
  public void close() {
    server.stop();
  }
}
