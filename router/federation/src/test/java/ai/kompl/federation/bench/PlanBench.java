package ai.kompl.federation.bench;

import ai.kompl.federation.composition.Composer;
import ai.kompl.federation.composition.Composition;
import ai.kompl.federation.composition.SubgraphSource;
import ai.kompl.federation.graph.QueryGraph;
import ai.kompl.federation.operation.DocumentReader;
import ai.kompl.federation.operation.DocumentReader.SelectedOperation;
import ai.kompl.federation.operation.Limits;
import ai.kompl.federation.operation.Normalizer;
import ai.kompl.federation.plan.QueryPlan;
import ai.kompl.federation.planner.Planner;
import ai.kompl.federation.supergraph.Supergraph;
import ai.kompl.federation.testkit.GeneratedWorld;
import ai.kompl.federation.testkit.GeneratedWorld.EntityType;
import ai.kompl.federation.testkit.GeneratedWorld.Field;
import ai.kompl.federation.testkit.ManyPlans;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * How long it takes to normalise and plan an operation that no cache knows, on a warm JIT: the
 * many-plans shape, and queries of fifty leaves over generated supergraphs. Prints one line of
 * {@code name=value} pairs; times are milliseconds, by the clock and of the planning thread's CPU.
 */
public final class PlanBench {
  private static final int WORLDS = 20;
  private static final int QUERIES = 25;
  private static final int LEAVES = 50;
  private static final Duration BUDGET = Duration.ofMillis(250);

  private PlanBench() {}

  /**
   * Runs the bench.
   *
   * @param arguments seconds to warm up for each case, then how often the many-plans query is
   *     planned; 8 and 200 when left out
   */
  public static void main(String[] arguments) {
    long seconds = arguments.length > 0 ? Long.parseLong(arguments[0]) : 8;
    int samples = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200;
    List<Case> fifty = fiftyLeaves();
    Times small = measure(fifty, seconds, 4 * fifty.size());
    List<Case> many = List.of(new Case(new ManyPlans().supergraph(), new ManyPlans().query()));
    Times large = measure(many, seconds, samples);
    System.out.printf(
        Locale.ROOT,
        "plan fifty_leaves_queries=%d fifty_leaves_p50_ms=%.3f fifty_leaves_p99_ms=%.3f"
            + " fifty_leaves_p50_cpu_ms=%.3f fifty_leaves_p99_cpu_ms=%.3f"
            + " many_plans_calls=%d many_plans_p50_ms=%.3f many_plans_p99_ms=%.3f"
            + " many_plans_cpu_ms=%.3f%n",
        fifty.size(),
        quantile(small.clock, 0.5),
        quantile(small.clock, 0.99),
        quantile(small.cpu, 0.5),
        quantile(small.cpu, 0.99),
        many.getFirst().plan().fetches().size(),
        quantile(large.clock, 0.5),
        quantile(large.clock, 0.99),
        quantile(large.cpu, 0.5));
  }

  /** Milliseconds of each plan, sorted. */
  private static final class Times {
    private final double[] clock;
    private final double[] cpu;

    Times(int samples) {
      this.clock = new double[samples];
      this.cpu = new double[samples];
    }
  }

  /** One operation over its supergraph. */
  private static final class Case {
    private final Supergraph supergraph;
    private final Planner planner;
    private final SelectedOperation selected;

    Case(Supergraph supergraph, String query) {
      this(supergraph, planner(supergraph), query);
    }

    Case(Supergraph supergraph, Planner planner, String query) {
      this.supergraph = supergraph;
      this.planner = planner;
      this.selected =
          new DocumentReader(supergraph.apiSchema(), Limits.standard()).read(query, null);
    }

    QueryPlan plan() {
      return planner.plan(new Normalizer(supergraph, selected, false).normalize());
    }
  }

  private static Planner planner(Supergraph supergraph) {
    return new Planner(new QueryGraph(supergraph.schema(), Set.of()), BUDGET);
  }

  private static Times measure(List<Case> cases, long warmSeconds, int samples) {
    long warm = System.nanoTime() + Duration.ofSeconds(warmSeconds).toNanos();
    for (int i = 0; i < cases.size() || System.nanoTime() - warm < 0; i++) {
      cases.get(i % cases.size()).plan();
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Times times = new Times(samples);
    for (int i = 0; i < samples; i++) {
      long start = System.nanoTime();
      long spent = threads.getCurrentThreadCpuTime();
      cases.get(i % cases.size()).plan();
      times.cpu[i] = (threads.getCurrentThreadCpuTime() - spent) / 1e6;
      times.clock[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(times.clock);
    Arrays.sort(times.cpu);
    return times;
  }

  private static double quantile(double[] sorted, double share) {
    return sorted[Math.min(sorted.length - 1, (int) Math.floor(sorted.length * share))];
  }

  private static List<Case> fiftyLeaves() {
    List<Case> cases = new ArrayList<>();
    for (long seed = 1; seed <= WORLDS; seed++) {
      GeneratedWorld world = new GeneratedWorld(seed);
      List<SubgraphSource> sources =
          world.subgraphs().stream()
              .map(stub -> new SubgraphSource(stub.name(), "http://" + stub.name(), stub.sdl()))
              .toList();
      var composed = (Composition.Composed) Composer.compose(sources);
      Supergraph supergraph = Supergraph.read(composed.supergraphSdl());
      Planner planner = planner(supergraph);
      for (int query = 0; query < QUERIES; query++) {
        cases.add(new Case(supergraph, planner, new Leaves(world, seed * 1000 + query).query()));
      }
    }
    return cases;
  }

  /** Writes a query of fifty leaves, spread over levels. */
  private static final class Leaves {
    private static final int DEPTH = 5;

    private final GeneratedWorld world;
    private final Random random;
    private final StringBuilder query = new StringBuilder("{");
    private int left = LEAVES;
    private int aliases;

    Leaves(GeneratedWorld world, long seed) {
      this.world = world;
      this.random = new Random(seed);
    }

    String query() {
      while (left > 0) {
        EntityType type = world.types().get(random.nextInt(world.types().size()));
        open("t" + type.name().substring(1) + (random.nextBoolean() ? "s" : ""));
        select(type, 1);
      }
      return query.append('}').toString();
    }

    private void open(String field) {
      query.append(" a").append(aliases++).append(": ").append(field);
    }

    private void select(EntityType type, int depth) {
      query.append(" { id");
      for (Field field : type.fields()) {
        if (left > 0 && field.leaf() && random.nextInt(3) > 0) {
          open(field.name());
          left--;
        } else if (left > 0 && depth < DEPTH && !field.leaf()) {
          below(field, depth);
        }
      }
      query.append(" }");
    }

    private void below(Field field, int depth) {
      switch (field.kind()) {
        case LINK, LINKS -> {
          open(field.name());
          select(world.type(field.target()), depth + 1);
        }
        case UNION, UNIONS -> {
          EntityType member = world.types().get(random.nextInt(world.types().size()));
          open(field.name());
          query.append(" { ... on ").append(member.name());
          select(member, depth + 1);
          query.append(" }");
        }
        case STRING, INT, STRINGS, WITH_ARGUMENT, REQUIRING -> {}
      }
    }
  }
}
