package ai.kompl.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.local.verify.Figures;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BarsTest {
  private static final Map<String, Double> PLANS =
      ColdPlans.read(
          "fifty_leaves_queries=500 fifty_leaves_p50_ms=0.6 fifty_leaves_p99_ms=12.5"
              + " fifty_leaves_p50_cpu_ms=0.5 fifty_leaves_p99_cpu_ms=1.2"
              + " many_plans_calls=6 many_plans_p50_ms=20 many_plans_cpu_ms=12.6");

  private final Figures figures = new Figures();

  @Test
  void ourHeavyQueryWithinAllBarsPasses() {
    Bars.heavy(result("own", 6, 0, 1.4, 1.5, 9.9), figures);

    assertThat(figures.line())
        .startsWith("PASS cpu_ms=1.50 cpu_rounds=1.50[1.40..9.90] warm_up=12s_steady calls=6");
  }

  @Test
  void slowRoundsThatAreTheMostMissTheBar() {
    Bars.heavy(result("own", 6, 0, 1.4, 1.51, 1.6), figures);

    assertThat(figures.line()).startsWith("FAIL cpu_ms=1.51 ");
    assertThat(figures.remarks()).containsExactly("missed cpu_ms is 1.51, must be at most 1.50");
  }

  @Test
  void oneCallMoreOrOneWrongAnswerMissesTheBar() {
    Bars.heavy(result("own", 7, 1, 1, 1, 1), figures);

    assertThat(figures.remarks())
        .containsExactly("missed calls is 7, must be 6", "missed wrong_answers is 1, must be 0");
  }

  @Test
  void aPeerTakesItsShareRoundByRound() {
    Trial.Result ours = result("own", 6, 0, 1, 2, 1);

    Bars.peer(ours, result("apollo-gateway", 16, 0, 4.2, 8, 4.1), true, figures);

    assertThat(figures.line())
        .startsWith("PASS apollo_gateway_cpu_ms=4.20[4.10..8.00] ")
        .contains("apollo_gateway_cpu_ratio=4.10 ")
        .contains("apollo_gateway_cpu_ratio_rounds=4.10[4.00..4.20]")
        .contains("apollo_gateway_p99_ratio_rounds=4.10[4.00..4.20]");
  }

  @Test
  void aPeerThatTakesLessThanItsShareMissesTheBar() {
    Trial.Result ours = result("own", 6, 0, 1, 1, 1);

    Bars.peer(ours, result("apollo-gateway", 16, 0, 3.9, 3.9, 3.9), true, figures);
    Bars.peer(ours, result("hive-router", 6, 0, 0.7, 0.7, 0.7), true, figures);
    Bars.peer(ours, result("cosmo", 6, 0, 0.9, 0.9, 0.9), true, figures);
    Bars.peer(ours, result("another", 6, 0, 0.99, 0.99, 0.99), true, figures);

    assertThat(figures.remarks())
        .containsExactly(
            "missed apollo_gateway_cpu_ratio is 3.90, must be at least 4",
            "missed hive_router_cpu_ratio is 0.70, must be at least 0.80",
            "missed cosmo_cpu_ratio is 0.90, must be at least 1",
            "missed another_cpu_ratio is 0.99, must be at least 1");
  }

  @Test
  void aPeerThatAnswersOtherwiseIsNoComparison() {
    Trial.Result ours = result("own", 6, 0, 1, 1, 1);

    Bars.peer(ours, result("hive-router", 6, 0, 1, 1, 1), false, figures);

    assertThat(figures.remarks()).containsExactly("missed hive_router_same_answer does not hold");
  }

  @Test
  void coldPlansAreHeldAgainstTheirBarsInCpuTime() {
    Bars.plans(PLANS, figures);

    assertThat(figures.line()).startsWith("PASS plan_queries=500 fifty_leaves_p50_cpu_ms=0.50");
  }

  @Test
  void eachOfTheFiguresOfColdPlansCanMissItsBar() {
    Map<String, Double> slow = new HashMap<>(PLANS);
    slow.put("fifty_leaves_p50_cpu_ms", 1.01);
    slow.put("fifty_leaves_p99_cpu_ms", 10.01);
    slow.put("many_plans_cpu_ms", 15.01);
    slow.put("many_plans_calls", 79.0);

    Bars.plans(slow, figures);

    assertThat(figures.remarks()).hasSize(4);
  }

  @Test
  void aFigureThatColdPlansDoNotTellIsNotPassedOver() {
    Map<String, Double> some = new HashMap<>(PLANS);
    some.remove("many_plans_calls");

    assertThatThrownBy(() -> Bars.plans(some, figures))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("many_plans_calls");
  }

  @Test
  void textThatIsNoFigureIsRefused() {
    assertThatThrownBy(() -> ColdPlans.read("fifty_leaves_queries=500 oops"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"oops\"");
  }

  @Test
  void aPlanForEachCallerMissesTheBar() {
    Bars.independence(2_000, 2_000, figures);

    assertThat(figures.line()).isEqualTo("FAIL plans_held=2000 plans_held_for_callers=2000");
  }

  private static Trial.Result result(String name, long calls, long wrong, double... rounds) {
    var subject = new Subject(name, URI.create("http://127.0.0.1/"), ProcessHandle.current());
    var result = new Trial.Result(subject, new byte[0], calls, new WarmUp.Outcome(5_000, 12, true));
    for (double round : rounds) {
      result.cpu().add(round);
      result.p50().add(round);
      result.p99().add(round);
    }
    result.wrong(wrong);
    return result;
  }
}
