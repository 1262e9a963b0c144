package ai.kompl.local.bench;

import ai.kompl.local.verify.Figures;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Our router beside others on the same subgraphs, in the same run.
 *
 * @param full whether time is taken for steady figures
 * @param stubs the subgraphs
 * @param peers other routers, already serving {@code store.graphql}
 * @param note is told what is going on
 */
record RouterBench(boolean full, Stubs stubs, List<Subject> peers, Consumer<String> note) {
  private static final double CPU_MS = 1.5;
  private static final int CALLS = 6;

  /** How many times less CPU per request than these peers; others are only compared. */
  private static final Map<String, Double> RATIOS =
      Map.of(
          "apollo-gateway", 4.0, "hive-gateway", 6.0, "hive-gateway-rust", 2.4, "hive-router", 0.8);

  /** Measures everything into the figures. */
  void run(Figures figures) throws IOException {
    try (ChildProcess child = front("store")) {
      Subject own = own(child);
      List<Trial.Result> heavy = trial("heavy", 8, pace()).of(with(own));
      Trial.Result ours = heavy.getFirst();
      heavy(ours, figures);
      figures.note("allocated_kib", allocatedPerRequest(own));
      compare(ours, heavy.subList(1, heavy.size()), figures);
      note.accept("an answer of 8 MiB, one request at a time");
      large(trial("archive", 1, slow()).of(with(own)), figures);
    }
    try (ChildProcess child = front("varied")) {
      note.accept("the low-duplication variant");
      Trial.Result varied = trial("heavy", 8, pace()).of(List.of(own(child))).getFirst();
      figures.note("varied_cpu_ms", varied.cpu().spread());
      figures.note("varied_calls", varied.calls());
      figures.note("varied_p99_ms", varied.p99().spread());
      figures.note("varied_kib", varied.answer().length / 1024);
    }
  }

  private static void heavy(Trial.Result ours, Figures figures) {
    figures.atMost("cpu_ms", ours.cpu().median(), CPU_MS);
    figures.note("cpu_rounds", ours.cpu().spread());
    figures.exactly("calls", ours.calls(), CALLS);
    figures.exactly("wrong_answers", ours.wrong(), 0);
    figures.note("p50_ms", ours.p50().spread());
    figures.note("p99_ms", ours.p99().spread());
  }

  private void compare(Trial.Result ours, List<Trial.Result> others, Figures figures)
      throws IOException {
    if (others.isEmpty()) {
      figures.skip(
          "peers",
          "none given; see bench/README.md for how to start them and --peers NAME=URL@PID");
    }
    var json = new ObjectMapper();
    for (Trial.Result peer : others) {
      String name = peer.subject().name().replace('-', '_');
      boolean same = json.readTree(ours.answer()).equals(json.readTree(peer.answer()));
      figures.note(name + "_cpu_ms", peer.cpu().spread());
      figures.note(name + "_p99_ms", peer.p99().spread());
      figures.note(name + "_calls", peer.calls());
      figures.atLeast(
          name + "_cpu_ratio",
          peer.cpu().median() / ours.cpu().median(),
          RATIOS.getOrDefault(peer.subject().name(), 1.0));
      figures.note(name + "_p99_ratio", Figures.number(peer.p99().median() / ours.p99().median()));
      figures.holds(name + "_same_answer", same);
    }
  }

  private static void large(List<Trial.Result> results, Figures figures) {
    for (Trial.Result result : results) {
      String name = result.subject().name().replace('-', '_') + "_8mib_";
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

  private Trial.Pace pace() {
    return full
        ? new Trial.Pace(
            Duration.ofSeconds(30), 8_000, 5, Duration.ofSeconds(10), Duration.ofSeconds(20), 20)
        : new Trial.Pace(
            Duration.ofSeconds(8), 3_000, 3, Duration.ofSeconds(3), Duration.ofSeconds(6), 20);
  }

  private Trial.Pace slow() {
    return full
        ? new Trial.Pace(
            Duration.ofSeconds(10), 50, 5, Duration.ofSeconds(4), Duration.ofSeconds(5), 2)
        : new Trial.Pace(
            Duration.ofSeconds(3), 20, 3, Duration.ofSeconds(1), Duration.ofSeconds(2), 2);
  }

  /** The same JVM options as the launcher gives the product. */
  private ChildProcess front(String supergraph) throws IOException {
    return ChildProcess.start(
        System.getProperty("java.class.path"),
        "-XX:+UseSerialGC",
        "-Xmx384m",
        "-XX:+UseCompactObjectHeaders",
        BenchFront.class.getName(),
        stubs.supergraph(supergraph).toString());
  }

  private static Subject own(ChildProcess child) {
    return new Subject(
        "own",
        URI.create("http://127.0.0.1:" + child.said() + "/graphql"),
        child.process().toHandle());
  }
}
