package ai.kompl.embedded;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import java.io.IOException;
import java.nio.file.Files;
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
record Postmaster(ChildProcess process, int port, boolean ready) {
  private static final String PID_FILE = "postmaster.pid";
  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;
  private static final Duration FAST_STOP = Duration.ofSeconds(60);
  private static final Duration IMMEDIATE_STOP = Duration.ofSeconds(10);

  /**
   * The living postmaster of the data; a pid file left by a dead one, or one just being written,
   * counts as none.
   */
  static Optional<Postmaster> of(Path data) {
    List<String> lines = ChildProcess.lines(data.resolve(PID_FILE));
    if (lines.size() <= PORT_LINE || !lines.get(PORT_LINE).matches("[0-9]{1,5}")) {
      return Optional.empty();
    }
    String status = lines.size() > STATUS_LINE ? lines.get(STATUS_LINE).strip() : "";
    // A replica stays in recovery and serves readers meanwhile; a restore has to come to its end.
    boolean replica = status.equals("standby") && Files.exists(data.resolve("standby.signal"));
    boolean ready = status.equals("ready") || replica;
    return process(data)
        .map(process -> new Postmaster(process, Integer.parseInt(lines.get(PORT_LINE)), ready));
  }

  /** Whether the server has been told to stop and waits for its sessions to end. */
  static boolean isStopping(Path data) {
    List<String> lines = ChildProcess.lines(data.resolve(PID_FILE));
    return lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("stopping");
  }

  /** The living process the pid file names, if it is a PostgreSQL working in the data. */
  static Optional<ChildProcess> process(Path data) {
    return ChildProcess.named(data.resolve(PID_FILE))
        .filter(process -> process.isServer("postgres", data));
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

  /**
   * Ends the server: sessions are broken off, everything committed is written out (PostgreSQL's
   * fast shutdown).
   */
  static void stop(ChildProcess process) {
    process.signal("INT");
    if (!process.endsWithin(FAST_STOP)) {
      stopAtOnce(process);
    }
  }

  /**
   * Ends the server without writing anything out (PostgreSQL's immediate shutdown): a next start
   * has to recover.
   */
  static void stopAtOnce(ChildProcess process) {
    process.signal("QUIT");
    if (!process.endsWithin(IMMEDIATE_STOP)) {
      throw new EmbeddedServerException(
          Fault.STOP_FAILED,
          "PostgreSQL, process " + process.handle().pid() + ", does not end; look at its log");
    }
  }
}
