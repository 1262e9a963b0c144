package ai.kompl.federation.planner;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.graph.QueryGraph;
import ai.kompl.federation.operation.DocumentReader;
import ai.kompl.federation.operation.Limits;
import ai.kompl.federation.operation.NormalOperation;
import ai.kompl.federation.operation.Normalizer;
import ai.kompl.federation.plan.PlanPrinter;
import ai.kompl.federation.plan.QueryPlan;
import ai.kompl.federation.supergraph.Supergraph;
import ai.kompl.federation.testkit.ManyPlans;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Few calls answer the query over {@link ManyPlans}, however long the planner may search. */
@Timeout(60)
class ManyPlansTest {
  private final Supergraph supergraph = new ManyPlans().supergraph();
  private final NormalOperation operation =
      new Normalizer(
              supergraph,
              new DocumentReader(supergraph.apiSchema(), Limits.standard())
                  .read(new ManyPlans().query(), null),
              false)
          .normalize();

  /**
   * A clock that is ten milliseconds later each time it is read: a machine on which every few steps
   * of the search take that long.
   */
  private static final class SlowMachine implements LongSupplier {
    private int readings;

    @Override
    public long getAsLong() {
      return Duration.ofMillis(10).toNanos() * readings++;
    }
  }

  @Test
  void aSearchThatTakesTooLongIsStoppedAndTheGreedyPlanIsTakenWhereItIsBetter() {
    SlowMachine machine = new SlowMachine();
    Duration stop = Duration.ofMillis(250);

    QueryPlan stopped =
        new Planner(new QueryGraph(supergraph.schema(), Set.of()), stop, machine).plan(operation);

    QueryPlan greedy = plan(Duration.ZERO);
    assertThat(stopped.fetches().size()).isLessThanOrEqualTo(greedy.fetches().size());
    assertThat(PlanPrinter.print(stopped)).isEqualTo(PlanPrinter.print(greedy));
    assertThat(machine.readings)
        .as("the search and the passes have each ended in time")
        .isLessThan(60);
  }

  private QueryPlan plan(Duration budget) {
    return new Planner(new QueryGraph(supergraph.schema(), Set.of()), budget).plan(operation);
  }

  @Test
  void fewCallsMeetALargeQueryAndThePlanIsAlwaysTheSame() {
    QueryPlan plan = plan(Duration.ofSeconds(20));

    assertThat(plan.fetches().size()).isLessThanOrEqualTo(16);
    assertThat(PlanPrinter.print(plan(Duration.ofSeconds(20)))).isEqualTo(PlanPrinter.print(plan));
  }

  @Test
  void withoutTimeToSearchThereIsStillAPlanOfFewCalls() {
    assertThat(plan(Duration.ZERO).fetches().size()).isLessThanOrEqualTo(78);
  }
}
