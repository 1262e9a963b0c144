package ai.kompl.local.bench;

import ai.kompl.federation.EngineSettings;
import ai.kompl.federation.FederationEngine;
import ai.kompl.federation.PreparedOperation;
import ai.kompl.federation.execute.GraphQlResponse;
import ai.kompl.federation.supergraph.Supergraph;
import ai.kompl.federation.transport.Http1Settings;
import ai.kompl.federation.transport.Http1Transport;
import ai.kompl.federation.transport.RequestContext;
import ai.kompl.federation.transport.SubgraphCall;
import ai.kompl.federation.transport.SubgraphTransport;
import ai.kompl.gateway.operation.GraphQlRequest;
import ai.kompl.gateway.operation.PersistedDocuments;
import ai.kompl.gateway.operation.RequestJson;
import com.sun.management.ThreadMXBean;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The engine behind the product's web server and request reader, doing what other routers do in
 * their plain configuration: it forwards the client's Authorization header to every subgraph. It
 * does not verify tokens, write an access log or keep meters, as those do not either.
 *
 * <p>The arguments are a supergraph's file and, to plant a slow engine that the bench must find,
 * how many microseconds each request burns besides. Answers at {@code /allocated} how many bytes
 * its threads have allocated, at {@code /plans} how many operations it holds prepared; prints
 * {@code listening PORT} and ends when its input does.
 */
public final class BenchFront {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final FederationEngine engine;
  private final Duration burn;
  private final RequestJson requests = new RequestJson(PersistedDocuments.none());

  private BenchFront(FederationEngine engine, Duration burn) {
    this.engine = engine;
    this.burn = burn;
  }

  /** Serves until the input ends. */
  public static void main(String[] arguments) throws IOException {
    Supergraph supergraph = Supergraph.read(Files.readString(Path.of(arguments[0])));
    var transports = new HashMap<String, SubgraphTransport>();
    supergraph
        .schema()
        .subgraphs()
        .forEach(subgraph ->
            transports.put(
                subgraph.name(),
                Http1Transport.create(
                    URI.create(subgraph.url()), BenchFront::headers, Http1Settings.standard())));
    var front =
        new BenchFront(
            FederationEngine.create(supergraph, transports, EngineSettings.standard()),
            Duration.of(
                arguments.length > 1 ? Long.parseLong(arguments[1]) : 0, ChronoUnit.MICROS));
    WebServer server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            // As the product's: otherwise answers wait for the client's delayed acknowledgements.
            .connectionOptions(options -> options.tcpNoDelay(true))
            .routing(front::routing)
            .build()
            .start();
    System.out.println("listening " + server.port());
    int end = System.in.read();
    server.stop();
    System.exit(end < 0 ? 0 : 1);
  }

  private static List<Map.Entry<String, String>> headers(SubgraphCall call) {
    return call.context().attachment() instanceof String authorization
        ? List.of(Map.entry("Authorization", authorization))
        : List.of();
  }

  private void routing(HttpRules rules) {
    rules
        .post("/graphql", this::serve)
        .get("/plans", (_, response) -> response.send(String.valueOf(engine.preparedOperations())))
        .get("/allocated", (_, response) -> response.send(String.valueOf(allocated())));
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
  }

  private void serve(ServerRequest request, ServerResponse response) {
    burn();
    GraphQlRequest read = requests.request(request.content().as(byte[].class));
    String authorization =
        request.headers().first(HeaderNames.AUTHORIZATION).orElse("Bearer nobody");
    var context = new RequestContext(Instant.now().plus(LIMIT), authorization);
    GraphQlResponse answer =
        switch (engine.prepare(read.document(), read.operationName().orElse(null))) {
          case PreparedOperation.Executable operation ->
              engine.execute(operation, read.variables(), context);
          case PreparedOperation.Rejected rejected -> GraphQlResponse.ofErrors(rejected.errors());
        };
    response.header(HeaderValues.CONTENT_TYPE_JSON).send(answer.array(), 0, answer.length());
    answer.release();
  }

  private void burn() {
    long start = System.nanoTime();
    while (System.nanoTime() - start < burn.toNanos()) {
      Thread.onSpinWait();
    }
  }
}
