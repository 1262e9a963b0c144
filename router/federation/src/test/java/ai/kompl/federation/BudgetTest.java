package ai.kompl.federation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.execute.GraphQlResponse;
import ai.kompl.federation.json.JsonBuffer;
import ai.kompl.federation.testkit.Federation;
import ai.kompl.federation.testkit.ScriptedSubgraph;
import ai.kompl.federation.testkit.Store;
import ai.kompl.federation.testkit.StubSubgraph;
import ai.kompl.federation.transport.SubgraphResponse;
import ai.kompl.federation.transport.SubgraphTransport;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a request may cost, against the checked-in {@code budget/*.properties}: subgraph calls
 * exactly, bytes allocated by the engine with a tenth to spare. Whoever makes the engine cheaper
 * writes the lower figure down.
 */
class BudgetTest {
  private static final Map<String, String> QUERIES =
      Map.of(
          "heavy", Store.HEAVY_QUERY,
          "small", "{ users { id name username } }",
          "entity", "{ me { name reviews { id body } } }",
          "products", "{ topProducts(first: 5) { upc name inStock shippingEstimate } }");
  private static final int WARM_UP = 300;
  private static final int MEASURED = 200;

  private final Map<String, StubSubgraph> subgraphs = new Store().subgraphs();

  @ParameterizedTest
  @ValueSource(strings = {"heavy", "small", "entity", "products"})
  void aQueryMakesAsManyCallsAsWrittenDown(String name) {
    try (Federation federation = Federation.inProcess(subgraphs.values())) {
      federation.run(query(name), Map.of());

      assertThat(federation.takeCalls()).hasSize((int) budget(name, "calls"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"heavy", "small", "entity", "products"})
  void aQueryAllocatesNoMoreThanWrittenDown(String name) {
    Federation federation = Federation.with(subgraphs.values(), cannedTransports());
    var prepared = (PreparedOperation.Executable) federation.engine().prepare(query(name), null);
    for (int i = 0; i < WARM_UP; i++) {
      run(federation, prepared);
    }

    long before = allocated();
    for (int i = 0; i < MEASURED; i++) {
      run(federation, prepared);
    }
    long perRequest = (allocated() - before) / MEASURED;

    long budget = budget(name, "bytes");
    assertThat(perRequest)
        .as("bytes allocated per request")
        .isLessThan(budget + budget / 10)
        .as("the figure written down is far too high: lower it")
        .isGreaterThan(budget / 2);
  }

  private static void run(Federation federation, PreparedOperation.Executable prepared) {
    GraphQlResponse response =
        federation.engine().execute(prepared, Map.of(), Federation.context());
    assertThat(response.errorCount()).isZero();
    response.release();
    federation.takeCalls();
  }

  /** Answers with the same bytes to the same request, so that what is counted is the engine's. */
  private Map<String, SubgraphTransport> cannedTransports() {
    Map<String, SubgraphTransport> transports = new LinkedHashMap<>();
    subgraphs.forEach((name, subgraph) -> {
      Map<String, byte[]> canned = new ConcurrentHashMap<>();
      transports.put(
          name,
          call -> {
            String variables = new String(call.variables().json(), StandardCharsets.UTF_8);
            return answer(
                canned.computeIfAbsent(
                    call.operation().text() + variables,
                    _ -> asked(subgraph, call.operation().text(), variables)));
          });
    });
    return transports;
  }

  private static SubgraphResponse answer(byte[] body) {
    return ScriptedSubgraph.text(body);
  }

  private static byte[] asked(StubSubgraph subgraph, String document, String variables) {
    JsonBuffer request = new JsonBuffer(1024);
    request.addAscii("{\"query\":");
    request.addString(document);
    request.addAscii(",\"variables\":" + variables + "}");
    return subgraph.answer(new String(request.toByteArray(), StandardCharsets.UTF_8));
  }

  /** Of all threads: the engine's fetches run on threads of their own. */
  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
  }

  private static String query(String name) {
    return Objects.requireNonNull(QUERIES.get(name));
  }

  private static long budget(String name, String figure) {
    Properties budget = new Properties();
    try (InputStream in =
        Objects.requireNonNull(
            BudgetTest.class.getResourceAsStream("/budget/" + name + ".properties"))) {
      budget.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Long.parseLong(Objects.requireNonNull(budget.getProperty(figure)));
  }
}
