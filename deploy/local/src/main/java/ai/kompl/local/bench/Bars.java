package ai.kompl.local.bench;

import ai.kompl.local.verify.Figures;
import java.util.Map;

/** What the figures are held against. */
final class Bars {
  static final double CPU_MS = 1.5;
  static final int CALLS = 6;

  /** How many times our CPU per request these peers take at least; others take no less than we. */
  private static final Map<String, Double> RATIOS =
      Map.of(
          "apollo-gateway",
          4.0,
          "hive-gateway",
          6.0,
          "hive-gateway-rust",
          2.4,
          "hive-router",
          0.8,
          "cosmo",
          1.0);

  private static final double FIFTY_LEAVES_P50_MS = 1;
  private static final double FIFTY_LEAVES_P99_MS = 10;
  private static final double MANY_PLANS_MS = 15;
  private static final double MANY_PLANS_CALLS = 78;

  private Bars() {}

  /** CPU time per request, in milliseconds. */
  static void cpu(Samples rounds, Figures figures) {
    figures.atMost("cpu_ms", rounds.median(), CPU_MS);
    figures.note("cpu_rounds", rounds.spread());
  }

  /** The heavy query on our router. */
  static void heavy(Trial.Result ours, Figures figures) {
    cpu(ours.cpu(), figures);
    figures.note("warm_up", ours.warmUp());
    figures.exactly("calls", ours.calls(), CALLS);
    figures.exactly("wrong_answers", ours.wrong(), 0);
    figures.note("p50_ms", ours.p50().spread());
    figures.note("p99_ms", ours.p99().spread());
  }

  /**
   * A peer beside us.
   *
   * @param same whether its answer is ours
   */
  static void peer(Trial.Result ours, Trial.Result peer, boolean same, Figures figures) {
    String name = peer.subject().figure();
    Samples cpu = peer.cpu().over(ours.cpu());
    figures.note(name + "_cpu_ms", peer.cpu().spread());
    figures.note(name + "_warm_up", peer.warmUp());
    figures.note(name + "_calls", peer.calls());
    figures.atLeast(
        name + "_cpu_ratio", cpu.median(), RATIOS.getOrDefault(peer.subject().name(), 1.0));
    figures.note(name + "_cpu_ratio_rounds", cpu.spread());
    figures.note(name + "_p99_ms", peer.p99().spread());
    figures.note(name + "_p99_ratio_rounds", peer.p99().over(ours.p99()).spread());
    figures.holds(name + "_same_answer", same);
  }

  /**
   * Cold plans.
   *
   * @param plans the engine's own figures, by name
   * @throws IllegalArgumentException when one is missing
   */
  static void plans(Map<String, Double> plans, Figures figures) {
    figures.note("plan_queries", Figures.number(figure(plans, "fifty_leaves_queries")));
    atMost("fifty_leaves_p50_cpu_ms", FIFTY_LEAVES_P50_MS, plans, figures);
    atMost("fifty_leaves_p99_cpu_ms", FIFTY_LEAVES_P99_MS, plans, figures);
    atMost("many_plans_cpu_ms", MANY_PLANS_MS, plans, figures);
    atMost("many_plans_calls", MANY_PLANS_CALLS, plans, figures);
    for (String name :
        new String[] {"fifty_leaves_p50_ms", "fifty_leaves_p99_ms", "many_plans_p50_ms"}) {
      figures.note(name, Figures.number(figure(plans, name)));
    }
  }

  /**
   * Whether plans depend on who asks.
   *
   * @param plans how many the router holds
   * @param callers how many requests with a header of their own it was sent
   */
  static void independence(long plans, long callers, Figures figures) {
    figures.exactly("plans_held", plans, 1);
    figures.note("plans_held_for_callers", callers);
  }

  private static void atMost(String name, double bar, Map<String, Double> plans, Figures figures) {
    figures.atMost(name, figure(plans, name), bar);
  }

  private static double figure(Map<String, Double> plans, String name) {
    Double value = plans.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the bench of plans did not tell " + name);
    }
    return value;
  }
}
