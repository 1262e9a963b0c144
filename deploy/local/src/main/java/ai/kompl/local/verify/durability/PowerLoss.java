package ai.kompl.local.verify.durability;

import ai.kompl.embedded.PostgresServer;
import ai.kompl.embedded.PostgresSettings;
import ai.kompl.embedded.VectorExtension;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a database server is left with when its machine loses power: the files as they were, without
 * the part of the write-ahead log that had not been flushed.
 *
 * <p>Killing the server is not enough for that, because what it has handed to the operating system
 * survives its death in the page cache. So the server's own account is taken: everything up to
 * {@code pg_current_wal_flush_lsn()} was flushed, nothing behind it need have been. All its
 * processes are halted, its folder is copied, and in the copy the log is overwritten with zeros
 * from there on; a server that is started on the copy recovers from what is left. The log alone
 * decides: data pages that were not flushed are written anew from it, and pages that say more than
 * the flushed log cannot be there, because the server flushes the log ahead of a page. With {@code
 * synchronous_commit = on} a commit is acknowledged when the log is flushed beyond it; with {@code
 * off} it is not, and that is what is lost here.
 */
final class PowerLoss {
  private final OwnerView look;
  private final Path server;

  /**
   * Of a server.
   *
   * @param server its folder
   */
  PowerLoss(OwnerView look, Path server) {
    this.look = look;
    this.server = server;
  }

  /**
   * Starts a server on what would be left now.
   *
   * @param copy where it is put
   */
  PostgresServer strike(Path copy) throws IOException {
    List<String> flushed =
        look.rows(
                """
                select file_name, file_offset
                from pg_walfile_name_offset(pg_current_wal_flush_lsn())
                """)
            .getFirst();
    List<String> processes = processes();
    signal("-STOP", processes);
    try {
      run(List.of("cp", "-a", server.toString(), copy.toString()));
    } finally {
      signal("-CONT", processes);
    }
    Files.delete(copy.resolve("data/postmaster.pid"));
    forget(copy.resolve("data/pg_wal"), flushed.get(0), Long.parseLong(flushed.get(1)));
    return PostgresServer.start(PostgresSettings.in(copy).withVector(VectorExtension.Choice.OFF));
  }

  private List<String> processes() throws IOException {
    long postmaster =
        Long.parseLong(Files.readAllLines(server.resolve("data/postmaster.pid")).getFirst());
    ProcessHandle parent = ProcessHandle.of(postmaster).orElseThrow();
    List<String> all = new ArrayList<>(List.of(Long.toString(postmaster)));
    parent.descendants().forEach(child -> all.add(Long.toString(child.pid())));
    return all;
  }

  private static void signal(String signal, List<String> processes) throws IOException {
    var command = new ArrayList<String>(List.of("kill", signal));
    command.addAll(processes);
    run(command);
  }

  private static void run(List<String> command) throws IOException {
    try {
      int ended = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (ended != 0) {
        throw new IOException(command + " ended with " + ended);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Overwrites the log from a place on. */
  private static void forget(Path log, String file, long offset) throws IOException {
    try (Stream<Path> segments = Files.list(log)) {
      for (Path segment : segments.filter(Files::isRegularFile).toList()) {
        String name = segment.getFileName().toString();
        if (name.length() == file.length() && name.compareTo(file) >= 0) {
          zero(segment, name.equals(file) ? offset : 0);
        }
      }
    }
  }

  private static void zero(Path segment, long from) throws IOException {
    try (var bytes = new RandomAccessFile(segment.toFile(), "rw")) {
      byte[] zeros = new byte[(int) (bytes.length() - from)];
      bytes.seek(from);
      bytes.write(zeros);
    }
  }
}
