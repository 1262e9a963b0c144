package ai.kompl.local.bench;

import ai.kompl.local.cli.Command;
import ai.kompl.local.cli.CommandFailure;
import ai.kompl.local.verify.Figures;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The other routers that the bench starts itself, each by a script of {@code bench/peers} that is
 * called with the peer's name, where the operator has it, the folder of the stubs and a port.
 */
final class Peers implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);

  /**
   * A peer that can be started.
   *
   * @param option says where the operator has it
   * @param path where it answers
   */
  private record Known(String name, String option, String script, String path) {}

  static final String NPM = "--npm";
  static final String HIVE_ROUTER = "--hive-router";
  static final String COSMO = "--cosmo";

  private static final List<Known> ALL =
      List.of(
          new Known("apollo-gateway", NPM, "npm.sh", "/"),
          new Known("hive-gateway", NPM, "npm.sh", "/graphql"),
          new Known("hive-gateway-rust", NPM, "npm.sh", "/graphql"),
          new Known("hive-router", HIVE_ROUTER, "hive-router.sh", "/graphql"),
          new Known("cosmo", COSMO, "cosmo.sh", "/graphql"));

  private final Path scripts;
  private final Stubs stubs;
  private final List<Subject> subjects = new ArrayList<>();
  private final List<Process> started = new ArrayList<>();

  /**
   * None yet.
   *
   * @param scripts the folder of the scripts
   */
  Peers(Path scripts, Stubs stubs) {
    this.scripts = scripts;
    this.stubs = stubs;
  }

  /** Takes peers that run already. */
  void running(List<Subject> others) {
    subjects.addAll(others);
  }

  /**
   * Starts those whose option is given and notes those that are not there.
   *
   * @param given tells where the operator has the peers of an option; empty when nowhere
   * @throws CommandFailure when one does not answer
   */
  void start(Function<String, Optional<String>> given, Figures figures) throws IOException {
    for (Known known : ALL) {
      if (subjects.stream().anyMatch(subject -> subject.name().equals(known.name()))) {
        continue;
      }
      Optional<String> where = given.apply(known.option());
      if (where.isPresent()) {
        subjects.add(start(known, Path.of(where.get()).toAbsolutePath()));
      } else {
        figures.skip(
            known.name().replace('-', '_'),
            "not given; see bench/README.md for how to get it, and " + known.option() + " PATH");
      }
    }
  }

  /** All of them, started or running before. */
  List<Subject> subjects() {
    return List.copyOf(subjects);
  }

  private Subject start(Known known, Path where) throws IOException {
    if (!Files.exists(where)) {
      throw new CommandFailure(
          Command.WRONG_USE, "bench: " + known.option() + ": there is no " + where);
    }
    int port = freePort();
    Path log = stubs.folder().toAbsolutePath().resolve(known.name() + ".log");
    Process process =
        new ProcessBuilder(
                scripts.resolve(known.script()).toString(),
                known.name(),
                where.toString(),
                stubs.folder().toAbsolutePath().toString(),
                String.valueOf(port))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    started.add(process);
    var endpoint = URI.create("http://127.0.0.1:" + port + known.path());
    var subject = new Subject(known.name(), endpoint, process.toHandle());
    await(subject, process, log);
    return subject;
  }

  private void await(Subject subject, Process process, Path log) throws IOException {
    var load = new Load(stubs.request("heavy"), 1);
    long start = System.nanoTime();
    while (process.isAlive() && System.nanoTime() - start < READY_WITHIN.toNanos()) {
      try {
        load.once(subject);
        return;
      } catch (IOException _) {
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      }
    }
    close();
    throw new CommandFailure(
        Command.FAILED,
        "bench: " + subject.name() + " does not answer; it said:\n" + Files.readString(log));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    for (Process process : started) {
      Stream.concat(process.descendants().toList().stream(), Stream.of(process.toHandle()))
          .forEach(ProcessHandle::destroy);
    }
  }
}
