package ai.kompl.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A living server process, perhaps started by an earlier JVM. */
record ChildProcess(ProcessHandle handle) {
  private static final Duration SHELL = Duration.ofSeconds(10);

  /** The living process whose number is the first line of the file. */
  static Optional<ChildProcess> named(Path pidFile) {
    return lines(pidFile).stream()
        .findFirst()
        .filter(line -> line.matches("[1-9][0-9]{0,9}"))
        .flatMap(line -> ProcessHandle.of(Long.parseLong(line)))
        .filter(ProcessHandle::isAlive)
        .map(ChildProcess::new);
  }

  /** The lines of a file; none where there is no file. */
  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw DataFolder.unreadable(file, e);
    }
  }

  /** Whether the process runs exactly this program file. */
  boolean runs(Path program) {
    return handle.info().command().map(Path::of).filter(program::equals).isPresent();
  }

  /**
   * Whether the process is a program of that name whose working folder, where the system tells it,
   * is the given one.
   */
  boolean isServer(String name, Path folder) {
    boolean sameName = handle.info().command().filter(c -> c.endsWith("/" + name)).isPresent();
    return sameName && workingFolder().map(folder::equals).orElse(true);
  }

  /** Sends a signal. A small Debian has no kill program, but every shell has the word. */
  void signal(String name) {
    Command.of("sh", "-c", "kill -" + name + " " + handle.pid()).succeeds(SHELL);
  }

  boolean endsWithin(Duration limit) {
    return Deadline.in(limit).await(() -> !handle.isAlive());
  }

  private Optional<Path> workingFolder() {
    Path link = Path.of("/proc", Long.toString(handle.pid()), "cwd");
    try {
      return Files.isReadable(link) ? Optional.of(Files.readSymbolicLink(link)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
