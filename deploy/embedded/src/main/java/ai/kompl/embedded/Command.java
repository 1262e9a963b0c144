package ai.kompl.embedded;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One program with its arguments. It gets a small environment of its own: what the user has set for
 * other purposes (PGPORT, LANG of a locale that is not installed, tokens) neither changes nor
 * reaches a server.
 */
record Command(List<String> words, Map<String, String> environment) {

  Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  static Command of(List<String> prefix, String... words) {
    var all = new ArrayList<>(prefix);
    all.addAll(List.of(words));
    return new Command(all, Map.of());
  }

  static Command of(String... words) {
    return of(List.of(), words);
  }

  /** Looks a program up in PATH. */
  static Optional<Path> find(String program) {
    for (String folder : searchPath().split(File.pathSeparator, -1)) {
      Path candidate = Path.of(folder, program);
      if (!folder.isEmpty() && Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** Starts the program with its output appended to the file. */
  Process start(Path log) {
    return start(log, null);
  }

  Process start(Path log, @Nullable Path workingFolder) {
    var builder = new ProcessBuilder(words);
    builder.environment().clear();
    builder.environment().put("PATH", searchPath());
    builder.environment().put("LC_ALL", "C");
    builder.environment().putAll(environment);
    builder.redirectInput(new File("/dev/null"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    if (workingFolder != null) {
      builder.directory(workingFolder.toFile());
    }
    try {
      return builder.start();
    } catch (IOException e) {
      throw new EmbeddedServerException(Fault.START_FAILED, "cannot run " + words.getFirst(), e);
    }
  }

  /** Runs the program to its end and tells whether it ended well within the time. */
  boolean succeeds(Path log, Duration limit) {
    Process process = start(log);
    return waitFor(process, limit) && process.exitValue() == 0;
  }

  /** Runs the program to its end, its output thrown away. */
  boolean succeeds(Duration limit) {
    return succeeds(Path.of("/dev/null"), limit);
  }

  /** Waits for the end of a process; one that takes longer is ended. */
  static boolean waitFor(Process process, Duration limit) {
    try {
      if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      return false;
    } catch (InterruptedException e) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new EmbeddedServerException(Fault.INTERRUPTED, "interrupted while a program ran", e);
    }
  }

  private static String searchPath() {
    return Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
  }
}
