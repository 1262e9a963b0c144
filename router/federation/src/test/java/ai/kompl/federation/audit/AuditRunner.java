package ai.kompl.federation.audit;

import ai.kompl.federation.EngineSettings;
import ai.kompl.federation.FederationEngine;
import ai.kompl.federation.PreparedOperation;
import ai.kompl.federation.execute.GraphQlResponse;
import ai.kompl.federation.json.JsonValues;
import ai.kompl.federation.plan.PlanPrinter;
import ai.kompl.federation.supergraph.Supergraph;
import ai.kompl.federation.transport.Http1Settings;
import ai.kompl.federation.transport.Http1Transport;
import ai.kompl.federation.transport.RequestContext;
import ai.kompl.federation.transport.SubgraphTransport;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs every case of the public federation gateway audit, whose server must be up. Arguments: the
 * server's address; then, to look closer, one suite.
 */
public final class AuditRunner {
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI server;
  private final Function<List<Object>, String> composer;
  private final AtomicInteger calls = new AtomicInteger();
  private final boolean verbose;
  private int cases;
  private int passed;
  private int strict;

  /**
   * A runner.
   *
   * @param composer makes a supergraph of the audit's list of subgraphs; null takes the audit's own
   * @param verbose whether plans and answers of failed cases are shown
   */
  AuditRunner(URI server, @Nullable Function<List<Object>, String> composer, boolean verbose) {
    this.server = server;
    this.composer = composer == null ? _ -> "" : composer;
    this.verbose = verbose;
  }

  /** Runs the audit and prints its figures. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    AuditRunner runner = new AuditRunner(URI.create(arguments[0]), null, true);
    List<?> suites = (List<?>) Objects.requireNonNull(runner.json("/ids"));
    for (Object suite : suites) {
      if (arguments.length < 2 || arguments[1].equals(suite)) {
        runner.suite(String.valueOf(suite));
      }
    }
    System.out.println(runner.summary());
  }

  /** The totals so far. */
  String summary() {
    return "cases=%d passed=%d strict=%d calls=%d".formatted(cases, passed, strict, calls.get());
  }

  /** Whether every case passed without an error that was not expected. */
  boolean clean() {
    return cases > 0 && strict == cases;
  }

  /** Runs one suite. */
  void suite(String suite) throws IOException, InterruptedException {
    String own = composer.apply(list(json("/" + suite + "/subgraphs")));
    String sdl = own.isEmpty() ? text("/" + suite + "/supergraph") : own;
    List<Object> tests = list(json("/" + suite + "/tests"));
    FederationEngine engine;
    try {
      Supergraph supergraph = Supergraph.read(sdl);
      engine =
          FederationEngine.create(supergraph, transports(supergraph), EngineSettings.standard());
    } catch (RuntimeException broken) {
      System.out.println(suite + ": " + broken);
      cases += tests.size();
      return;
    }
    for (int number = 0; number < tests.size(); number++) {
      cases++;
      run(engine, suite + "#" + number, map(tests.get(number)));
    }
  }

  private void run(FederationEngine engine, String name, Map<String, Object> test) {
    String query = String.valueOf(test.get("query"));
    Map<String, Object> expected = map(test.get("expected"));
    int before = calls.get();
    String plan = "";
    String answer;
    try {
      PreparedOperation prepared = engine.prepare(query, null);
      if (prepared instanceof PreparedOperation.Executable executable) {
        plan = PlanPrinter.print(Objects.requireNonNull(executable.plan()));
      }
      answer =
          switch (prepared) {
            case PreparedOperation.Executable executable ->
                text(
                    engine.execute(
                        executable,
                        Map.of(),
                        new RequestContext(Instant.now().plus(Duration.ofSeconds(10)), null)));
            case PreparedOperation.Rejected rejected ->
                text(GraphQlResponse.ofErrors(rejected.errors()));
          };
    } catch (RuntimeException broken) {
      broken.printStackTrace(System.out);
      answer = "{\"errors\":[{\"message\":\"" + broken + "\"}], \"data\": \"broken\"}";
    }
    judge(name + " calls=" + (calls.get() - before), query + "\n" + plan, expected, answer);
  }

  private void judge(String name, String plan, Map<String, Object> expected, String answer) {
    Map<String, Object> given = map(JsonValues.read(answer.getBytes(StandardCharsets.UTF_8), 500));
    boolean data = same(expected.get("data"), given.get("data"));
    boolean hasErrors = given.containsKey("errors");
    boolean errors = !expected.containsKey("errors") || expected.get("errors").equals(hasErrors);
    boolean stray = hasErrors && !Boolean.TRUE.equals(expected.get("errors"));
    passed += data && errors ? 1 : 0;
    strict += data && errors && !stray ? 1 : 0;
    String verdict = data && errors ? (stray ? "STRAY" : "ok") : "FAIL";
    System.out.println(verdict + " " + name);
    if (verbose && !verdict.equals("ok")) {
      System.out.println(plan + "\n  expected " + expected + "\n  given    " + answer);
    }
  }

  private static boolean same(@Nullable Object one, @Nullable Object other) {
    if (one instanceof Number left && other instanceof Number right) {
      return new BigDecimal(left.toString()).compareTo(new BigDecimal(right.toString())) == 0;
    }
    if (one instanceof Map<?, ?> left && other instanceof Map<?, ?> right) {
      return left.keySet().equals(right.keySet())
          && left.keySet().stream().allMatch(key -> same(left.get(key), right.get(key)));
    }
    if (one instanceof List<?> left && other instanceof List<?> right) {
      boolean same = left.size() == right.size();
      for (int index = 0; same && index < left.size(); index++) {
        same = same(left.get(index), right.get(index));
      }
      return same;
    }
    return Objects.equals(one, other);
  }

  private Map<String, SubgraphTransport> transports(Supergraph supergraph) {
    Map<String, SubgraphTransport> transports = new HashMap<>();
    supergraph
        .schema()
        .subgraphs()
        .forEach(subgraph -> {
          Http1Transport transport =
              Http1Transport.create(
                  URI.create(subgraph.url()), _ -> List.of(), Http1Settings.standard());
          transports.put(
              subgraph.name(),
              call -> {
                calls.incrementAndGet();
                return transport.execute(call);
              });
        });
    return transports;
  }

  private static String text(GraphQlResponse response) {
    return new String(response.toByteArray(), StandardCharsets.UTF_8);
  }

  private @Nullable Object json(String path) throws IOException, InterruptedException {
    return JsonValues.read(text(path).getBytes(StandardCharsets.UTF_8), 100);
  }

  private String text(String path) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(server.resolve(path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @SuppressWarnings("unchecked") // JSON objects have text keys
  private static Map<String, Object> map(@Nullable Object value) {
    return (Map<String, Object>) Objects.requireNonNull(value);
  }

  @SuppressWarnings("unchecked") // JSON arrays hold JSON values
  private static List<Object> list(@Nullable Object value) {
    return (List<Object>) Objects.requireNonNull(value);
  }
}
