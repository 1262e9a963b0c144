package ai.kompl.local.bench;

import ai.kompl.local.verify.Figures;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Our router beside others on the same subgraphs, in the same run.
 *
 * @param length how much time it takes
 * @param stubs the subgraphs
 * @param peers other routers, already serving {@code store.graphql}
 * @param note is told what is going on
 */
record RouterBench(Length length, Stubs stubs, List<Subject> peers, Consumer<String> note) {
  private static final int PLANTED_MICROS = 3_000;

  /** Measures everything into the figures. */
  void run(Figures figures) throws IOException {
    note.accept("cold plans");
    Bars.plans(ColdPlans.measure(length.planSeconds()), figures);
    try (ChildProcess child = front("store")) {
      Subject own = own(child);
      List<Trial.Result> heavy = trial("heavy", 8, length.heavy()).of(with(own));
      Trial.Result ours = heavy.getFirst();
      Bars.heavy(ours, figures);
      figures.note("allocated_kib", allocatedPerRequest(own));
      Bars.independence(
          Stubs.number(own.endpoint().resolve("/plans")), ours.warmUp().requests(), figures);
      compare(ours, heavy.subList(1, heavy.size()), figures);
      note.accept("an answer of 8 MiB, one request at a time");
      large(trial("archive", 1, length.large()).of(with(own)), figures);
    }
    varied(figures);
    planted(figures);
  }

  private void varied(Figures figures) throws IOException {
    try (ChildProcess child = front("varied")) {
      note.accept("the low-duplication variant");
      Trial.Result varied = trial("heavy", 8, length.heavy()).of(List.of(own(child))).getFirst();
      figures.note("varied_cpu_ms", varied.cpu().spread());
      figures.note("varied_calls", varied.calls());
      figures.note("varied_p99_ms", varied.p99().spread());
      figures.note("varied_kib", varied.answer().length / 1024);
    }
  }

  /** A router that wastes time on each request must miss the bar that ours is held against. */
  private void planted(Figures figures) throws IOException {
    try (ChildProcess child = front("store", String.valueOf(PLANTED_MICROS))) {
      note.accept("a router slowed on purpose, which must be found");
      Samples cpu = trial("heavy", 8, Length.planted()).of(List.of(own(child))).getFirst().cpu();
      var found = new Figures();
      Bars.cpu(cpu, found);
      figures.holds("planted_slow_router_found", !found.passed());
      figures.note("planted_cpu_ms", cpu.spread());
    }
  }

  private void compare(Trial.Result ours, List<Trial.Result> others, Figures figures)
      throws IOException {
    var json = new ObjectMapper();
    for (Trial.Result peer : others) {
      boolean same = json.readTree(ours.answer()).equals(json.readTree(peer.answer()));
      Bars.peer(ours, peer, same, figures);
    }
  }

  private static void large(List<Trial.Result> results, Figures figures) {
    for (Trial.Result result : results) {
      String name = result.subject().figure() + "_8mib_";
      figures.note(name + "cpu_ms", result.cpu().spread());
      figures.note(name + "p50_ms", result.p50().spread());
    }
  }

  private long allocatedPerRequest(Subject own) throws IOException {
    Load load = new Load(stubs.request("heavy"), 4);
    byte[] answer = load.once(own);
    long before = Stubs.number(allocated(own));
    Load.Stretch stretch = load.closed(own, answer, Duration.ofSeconds(1));
    return (Stubs.number(allocated(own)) - before) / 1024 / stretch.requests();
  }

  private static URI allocated(Subject own) {
    return own.endpoint().resolve("/allocated");
  }

  private List<Subject> with(Subject own) {
    var all = new ArrayList<Subject>(List.of(own));
    all.addAll(peers);
    return all;
  }

  private Trial trial(String query, int connections, Trial.Pace pace) throws IOException {
    return new Trial(new Load(stubs.request(query), connections), pace, stubs, note);
  }

  /** The same JVM options as the launcher gives the product. */
  private ChildProcess front(String supergraph, String... more) throws IOException {
    var program =
        new ArrayList<String>(
            List.of(
                "-XX:+UseSerialGC",
                "-Xmx384m",
                "-XX:+UseCompactObjectHeaders",
                BenchFront.class.getName(),
                stubs.supergraph(supergraph).toString()));
    program.addAll(List.of(more));
    return ChildProcess.start(
        System.getProperty("java.class.path"), program.toArray(String[]::new));
  }

  private static Subject own(ChildProcess child) {
    return new Subject(
        "own",
        URI.create("http://127.0.0.1:" + child.said() + "/graphql"),
        child.process().toHandle());
  }
}
