package ai.kompl.federation.planner;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.composition.Composer;
import ai.kompl.federation.composition.Composition;
import ai.kompl.federation.graph.QueryGraph;
import ai.kompl.federation.operation.DocumentReader;
import ai.kompl.federation.operation.Limits;
import ai.kompl.federation.operation.NormalOperation;
import ai.kompl.federation.operation.Normalizer;
import ai.kompl.federation.plan.Fetch;
import ai.kompl.federation.plan.PlanPrinter;
import ai.kompl.federation.plan.QueryPlan;
import ai.kompl.federation.supergraph.Supergraph;
import ai.kompl.federation.testkit.FewestCalls;
import ai.kompl.federation.testkit.SmallWorld;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Plans over small generated graphs against the fewest calls possible, which a search through all
 * orders of calls finds. How often a plan is above is written down; better is to be written down
 * too.
 */
class OptimalityTest {
  private static final int WORLDS = 400;
  private static final int QUERIES_PER_WORLD = 3;

  @Test
  void plansMakeTheFewestCallsButForTheCasesWrittenDown() {
    Map<String, Integer> found = new TreeMap<>();
    StringBuilder above = new StringBuilder();
    for (int seed = 0; seed < WORLDS; seed++) {
      SmallWorld world = new SmallWorld(seed);
      if (Composer.compose(world.subgraphs()) instanceof Composition.Composed composed) {
        Supergraph supergraph = Supergraph.read(composed.supergraphSdl());
        for (int number = 0; number < QUERIES_PER_WORLD; number++) {
          String query = world.query(seed * QUERIES_PER_WORLD + number);
          compare(supergraph, query, found, above.append("seed ").append(seed).append('\n'));
        }
      }
    }

    assertThat(found).as(above.toString()).isEqualTo(writtenDown());
  }

  private static void compare(
      Supergraph supergraph, String query, Map<String, Integer> found, StringBuilder above) {
    NormalOperation operation =
        new Normalizer(
                supergraph,
                new DocumentReader(supergraph.apiSchema(), Limits.standard()).read(query, null),
                false)
            .normalize();
    QueryPlan plan =
        new Planner(new QueryGraph(supergraph.schema(), Set.of()), Duration.ofSeconds(5))
            .plan(operation);
    FewestCalls.Found fewest = new FewestCalls(supergraph.schema(), operation.fields()).find();

    int more = plan.fetches().size() - fewest.calls();
    assertThat(more).as("the search has missed a plan:\n" + query).isNotNegative();
    assertThat(depth(plan)).as(query).isGreaterThanOrEqualTo(fewest.rounds());
    found.merge("plans", 1, Integer::sum);
    found.merge("calls", plan.fetches().size(), Integer::sum);
    if (more > 0) {
      found.merge("calls.more." + more, 1, Integer::sum);
      above.append(query).append('\n').append(PlanPrinter.print(plan)).append('\n');
    }
    if (depth(plan) > fewest.rounds()) {
      found.merge("depth.more", 1, Integer::sum);
    }
  }

  private static int depth(QueryPlan plan) {
    int[] depths = new int[plan.fetches().size()];
    int deepest = 0;
    for (Fetch fetch : plan.fetches()) {
      int before = fetch.dependsOn().stream().mapToInt(id -> depths[id]).max().orElse(0);
      depths[fetch.id()] = before + 1;
      deepest = Math.max(deepest, before + 1);
    }
    return deepest;
  }

  private static Map<String, Integer> writtenDown() {
    Properties read = new Properties();
    try (InputStream in =
        Objects.requireNonNull(
            OptimalityTest.class.getResourceAsStream("/budget/optimality.properties"))) {
      read.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, Integer> figures = new TreeMap<>();
    read.forEach((name, figure) ->
        figures.put(String.valueOf(name), Integer.valueOf(String.valueOf(figure))));
    return figures;
  }
}
