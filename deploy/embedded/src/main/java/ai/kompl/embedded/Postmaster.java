package ai.kompl.embedded;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The first process of a running PostgreSQL, as its pid file tells it.
 *
 * @param port its TCP port
 * @param ready whether it accepts connections
 */
record Postmaster(ProcessHandle process, int port, boolean ready) {
  private static final String PID_FILE = "postmaster.pid";
  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;
  private static final Duration FAST_STOP = Duration.ofSeconds(60);
  private static final Duration IMMEDIATE_STOP = Duration.ofSeconds(10);

  /** The living postmaster of the data; a pid file left by a dead one counts as none. */
  static Optional<Postmaster> of(Path data) {
    List<String> lines = pidFile(data);
    if (lines.size() <= PORT_LINE || !lines.get(PORT_LINE).matches("[0-9]{1,5}")) {
      return Optional.empty();
    }
    boolean ready = lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
    return process(data)
        .map(process -> new Postmaster(process, Integer.parseInt(lines.get(PORT_LINE)), ready));
  }

  /** The living process the pid file names, if it is a PostgreSQL working in the data. */
  static Optional<ProcessHandle> process(Path data) {
    List<String> lines = pidFile(data);
    if (lines.isEmpty() || !lines.getFirst().matches("[1-9][0-9]{0,9}")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.getFirst()))
        .filter(ProcessHandle::isAlive)
        .filter(p -> worksIn(p, data));
  }

  /**
   * Removes a pid file whose process is gone. PostgreSQL itself refuses to start when the number
   * belongs to any living process, which after a restart of a container, where numbers begin again,
   * is the rule.
   */
  static void removeStalePidFile(Path data) {
    if (process(data).isPresent()) {
      return;
    }
    try {
      Files.deleteIfExists(data.resolve(PID_FILE));
    } catch (IOException e) {
      throw DataFolder.unreadable(data, e);
    }
  }

  /** Whether the process runs the program. */
  static boolean runs(ProcessHandle process, Path program) {
    return process.info().command().map(Path::of).filter(program::equals).isPresent();
  }

  /**
   * Ends the server: sessions are broken off, everything committed is written out (PostgreSQL's
   * fast shutdown).
   */
  static void stop(ProcessHandle process) {
    signal(process, "INT");
    if (Deadline.in(FAST_STOP).await(() -> !process.isAlive())) {
      return;
    }
    signal(process, "QUIT");
    if (!Deadline.in(IMMEDIATE_STOP).await(() -> !process.isAlive())) {
      throw new EmbeddedServerException(
          Fault.STOP_FAILED,
          "PostgreSQL, process " + process.pid() + ", does not end; look at its log");
    }
  }

  /** A small Debian has no kill program, but every shell has the word. */
  private static void signal(ProcessHandle process, String name) {
    Command.of("sh", "-c", "kill -" + name + " " + process.pid()).succeeds(Duration.ofSeconds(10));
  }

  private static boolean worksIn(ProcessHandle process, Path data) {
    boolean postgres = process.info().command().filter(c -> c.endsWith("/postgres")).isPresent();
    return postgres && workingFolder(process).map(data::equals).orElse(true);
  }

  private static Optional<Path> workingFolder(ProcessHandle process) {
    Path link = Path.of("/proc", Long.toString(process.pid()), "cwd");
    try {
      return Files.isReadable(link) ? Optional.of(Files.readSymbolicLink(link)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static List<String> pidFile(Path data) {
    try {
      return Files.readAllLines(data.resolve(PID_FILE));
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw DataFolder.unreadable(data, e);
    }
  }
}
