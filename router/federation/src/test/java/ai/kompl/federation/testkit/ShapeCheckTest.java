package ai.kompl.federation.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.PreparedOperation.Executable;
import ai.kompl.federation.plan.Fetch;
import ai.kompl.federation.plan.QueryPlan;
import ai.kompl.federation.schema.SupergraphSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The shape check finds what is wrong with a plan. */
class ShapeCheckTest {
  private final Federation federation = Federation.inProcess(new Store().subgraphs().values());
  private final SupergraphSchema schema = federation.engine().supergraph().schema();

  private QueryPlan plan(String query) {
    return Objects.requireNonNull(((Executable) federation.engine().prepare(query, null)).plan());
  }

  private static QueryPlan with(QueryPlan plan, List<Fetch> fetches) {
    return new QueryPlan(
        plan.kind(),
        plan.types(),
        plan.slots(),
        plan.guards(),
        fetches,
        plan.response(),
        plan.introspection(),
        plan.entityRoot());
  }

  @Test
  void aRightPlanHasNoProblems() {
    assertThat(ShapeCheck.problems(schema, plan(Store.HEAVY_QUERY))).isEmpty();
  }

  @Test
  void aMissingFetchLeavesFieldsThatNobodyGives() {
    QueryPlan plan = plan("{ topProducts { name reviews { body } } }");

    List<Fetch> fetches = plan.fetches().subList(0, plan.fetches().size() - 1);

    assertThat(ShapeCheck.problems(schema, with(plan, fetches)))
        .anyMatch(problem -> problem.startsWith("nobody gives "));
  }

  @Test
  void aFetchThatDoesNotWaitForItsKeysIsFound() {
    QueryPlan plan = plan("{ topProducts { name reviews { body } } }");
    List<Fetch> fetches = new ArrayList<>(plan.fetches());
    Fetch.Entities last = (Fetch.Entities) fetches.removeLast();

    fetches.add(
        new Fetch.Entities(
            last.id(),
            last.subgraph(),
            last.operation(),
            last.variables(),
            List.of(),
            last.part(),
            last.condition(),
            last.lookups(),
            last.document()));

    assertThat(ShapeCheck.problems(schema, with(plan, fetches)))
        .anyMatch(problem -> problem.contains("does not wait for upc"));
  }

  @Test
  void whatNobodyTakesIsFound() {
    QueryPlan plan = plan("{ topProducts { name } }");
    QueryPlan asked = plan("{ topProducts { name price } }");

    // Slots are numbered alike, since the smaller query is the beginning of the larger one.
    QueryPlan more =
        new QueryPlan(
            plan.kind(),
            plan.types(),
            asked.slots(),
            plan.guards(),
            asked.fetches(),
            plan.response(),
            plan.introspection(),
            plan.entityRoot());

    assertThat(ShapeCheck.problems(schema, more))
        .anyMatch(problem -> problem.startsWith("nobody takes "));
  }
}
