package ai.kompl.local.bench;

import ai.kompl.local.cli.Arguments;
import ai.kompl.local.cli.Command;
import ai.kompl.local.cli.CommandFailure;
import ai.kompl.local.cli.Console;
import ai.kompl.local.cli.Usage;
import ai.kompl.local.verify.Figures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Measures and ends with a line of figures, or serves the subgraphs for others to be measured. */
public final class BenchCommand implements Command {
  private static final String PEERS = "--peers";
  private static final String STUBS = "--stubs";
  private static final String FULL = "--full";
  private static final String BRIEF = "--brief";

  @Override
  public Usage usage() {
    return new Usage(
        "bench",
        """
        Measures and ends with PASS or FAIL and its figures; bench/README.md explains them.
          router: CPU time, allocation, calls and latency of the heavy query, beside other routers;
                  cold plans
          stubs: serves the subgraphs of the bench until its input ends, their supergraph in DIR\
        """,
        List.of("NAME", "[DIR]"),
        List.of(
            Usage.Option.flag(FULL, "take the time that steady figures need"),
            Usage.Option.flag(BRIEF, "take a minute or two, only to see that it works"),
            Usage.Option.of(STUBS, "DIR", "measure with the subgraphs that serve from DIR"),
            Usage.Option.of(Peers.NPM, "DIR", "start the peers whose npm packages are in DIR"),
            Usage.Option.of(Peers.HIVE_ROUTER, "PATH", "start this binary of Hive Router"),
            Usage.Option.of(Peers.COSMO, "PATH", "start Cosmo by this program"),
            Usage.Option.of(PEERS, "LIST", "other routers, NAME=URL@PID,...; they need --stubs")));
  }

  @Override
  public int run(Arguments arguments, Console console) {
    String name = arguments.operands().getFirst();
    try {
      return switch (name) {
        case "router" -> router(arguments, console);
        case "stubs" -> stubs(arguments, console);
        default ->
            throw new CommandFailure(
                WRONG_USE, "bench: there is no bench \"" + name + "\"; see ./kompl bench --help");
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int stubs(Arguments arguments, Console console) throws IOException {
    if (arguments.operands().size() < 2) {
      throw new CommandFailure(WRONG_USE, "bench: say where to: ./kompl bench stubs DIR");
    }
    Path folder = Files.createDirectories(Path.of(arguments.operands().get(1)).toAbsolutePath());
    try (ChildProcess _ = Stubs.start(folder)) {
      console.result("serving; the supergraphs are in " + folder + "; end with the input's end");
      while (console.in().readLine() != null) {
        console.note("end the input (Ctrl-D) to stop");
      }
    }
    return 0;
  }

  private static int router(Arguments arguments, Console console) throws IOException {
    List<Subject> peers = arguments.option(PEERS).map(Subject::read).orElse(List.of());
    if (!peers.isEmpty() && arguments.option(STUBS).isEmpty()) {
      throw new CommandFailure(
          WRONG_USE, "bench: peers serve the supergraph of running stubs: give --stubs DIR too");
    }
    var figures = new Figures();
    if (arguments.option(STUBS).isPresent()) {
      measure(Path.of(arguments.option(STUBS).get()), peers, arguments, console, figures);
    } else {
      Path folder = Files.createTempDirectory("kompl-bench");
      try (ChildProcess _ = Stubs.start(folder)) {
        measure(folder, peers, arguments, console, figures);
      }
    }
    figures.remarks().forEach(console::result);
    console.result(figures.line());
    return figures.passed() ? 0 : FAILED;
  }

  private static void measure(
      Path folder, List<Subject> running, Arguments arguments, Console console, Figures figures)
      throws IOException {
    Path scripts = Path.of(System.getProperty("kompl.root", "."), "bench", "peers");
    var stubs = new Stubs(folder);
    try (var peers = new Peers(scripts, stubs)) {
      peers.running(running);
      peers.start(arguments::option, figures);
      new RouterBench(length(arguments), stubs, peers.subjects(), console::note).run(figures);
    }
  }

  private static Length length(Arguments arguments) {
    if (arguments.has(FULL) && arguments.has(BRIEF)) {
      throw new CommandFailure(WRONG_USE, "bench: " + FULL + " or " + BRIEF + ", not both");
    }
    return arguments.has(FULL) ? Length.FULL : arguments.has(BRIEF) ? Length.BRIEF : Length.SHORT;
  }
}
