package ai.kompl.local.verify.audit;

import ai.kompl.federation.EngineSettings;
import ai.kompl.federation.FederationEngine;
import ai.kompl.federation.PreparedOperation;
import ai.kompl.federation.execute.GraphQlResponse;
import ai.kompl.federation.supergraph.Supergraph;
import ai.kompl.federation.transport.HeaderSource;
import ai.kompl.federation.transport.Http1Settings;
import ai.kompl.federation.transport.Http1Transport;
import ai.kompl.federation.transport.RequestContext;
import ai.kompl.federation.transport.SubgraphTransport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * Suites of the audit executed by the engine, each under the supergraph that the source gives for
 * it. Not thread-safe.
 */
final class AuditRun {
  private static final Duration CASE_LIMIT = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where a suite's supergraph comes from. */
  @FunctionalInterface
  interface SupergraphSource {
    /**
     * The supergraph's text.
     *
     * @throws IOException when the audit's server does not give what it takes
     * @throws IllegalArgumentException when the suite does not compose
     */
    String sdl(AuditServer server, String suite) throws IOException;
  }

  /**
   * What came out.
   *
   * @param cases how many were run
   * @param passed how many of them with the right data, and errors only where expected
   * @param requests what the subgraphs were asked
   * @param missed the others, a line each
   */
  record Outcome(int cases, int passed, int requests, List<String> missed) {
    Outcome {
      missed = List.copyOf(missed);
    }
  }

  private final AuditServer server;
  private final SupergraphSource supergraphs;
  private final UnaryOperator<JsonNode> answers;
  private final AtomicInteger requests = new AtomicInteger();
  private final List<String> missed = new ArrayList<>();
  private int cases;

  /**
   * A run.
   *
   * @param answers changes what the engine answers, to see that a wrong answer is noticed
   */
  AuditRun(AuditServer server, SupergraphSource supergraphs, UnaryOperator<JsonNode> answers) {
    this.server = server;
    this.supergraphs = supergraphs;
    this.answers = answers;
  }

  /** Runs the suites in order. */
  Outcome of(List<String> suites) throws IOException {
    for (String suite : suites) {
      suite(suite);
    }
    return new Outcome(cases, cases - missed.size(), requests.get(), missed);
  }

  /** The names of all suites. */
  static List<String> suites(AuditServer server) throws IOException {
    var names = new ArrayList<String>();
    JSON.readTree(server.get("/ids")).forEach(name -> names.add(name.asText()));
    return names;
  }

  private void suite(String suite) throws IOException {
    List<AuditCase> tests = new ArrayList<>();
    for (JsonNode test : JSON.readTree(server.get("/" + suite + "/tests"))) {
      String name = suite + "#" + tests.size();
      tests.add(new AuditCase(name, test.path("query").asText(), test.path("expected")));
    }
    cases += tests.size();
    Supergraph supergraph;
    try {
      supergraph = Supergraph.read(supergraphs.sdl(server, suite));
    } catch (IllegalArgumentException broken) {
      tests.forEach(test -> missed.add(test.name() + ": no supergraph: " + broken.getMessage()));
      return;
    }
    var transports = new HashMap<String, Http1Transport>();
    supergraph
        .schema()
        .subgraphs()
        .forEach(subgraph -> transports.put(subgraph.name(), transport(subgraph.url())));
    try {
      run(supergraph, transports, tests);
    } finally {
      transports.values().forEach(Http1Transport::close);
    }
  }

  private static Http1Transport transport(String url) {
    return Http1Transport.create(URI.create(url), HeaderSource.none(), Http1Settings.standard());
  }

  private void run(
      Supergraph supergraph, Map<String, Http1Transport> transports, List<AuditCase> tests) {
    var counted = new HashMap<String, SubgraphTransport>();
    transports.forEach((name, transport) ->
        counted.put(
            name,
            call -> {
              requests.incrementAndGet();
              return transport.execute(call);
            }));
    FederationEngine engine =
        FederationEngine.create(supergraph, counted, EngineSettings.standard());
    for (AuditCase test : tests) {
      JsonNode answer = answers.apply(answer(engine, test.query()));
      if (!test.passes(answer)) {
        missed.add(test.name() + ": expected " + test.expected() + " but was " + answer);
      }
    }
  }

  private static JsonNode answer(FederationEngine engine, String query) {
    GraphQlResponse response =
        switch (engine.prepare(query, null)) {
          case PreparedOperation.Executable executable ->
              engine.execute(
                  executable, Map.of(), new RequestContext(Instant.now().plus(CASE_LIMIT), null));
          case PreparedOperation.Rejected rejected -> GraphQlResponse.ofErrors(rejected.errors());
        };
    try {
      return JSON.readTree(response.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("the engine's answer is no JSON", e);
    }
  }
}
