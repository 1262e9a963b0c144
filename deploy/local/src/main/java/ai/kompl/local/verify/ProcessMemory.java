package ai.kompl.local.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Memory of a process and all that it started, shared pages counted by share (Linux's proportional
 * set size).
 */
public final class ProcessMemory {
  private ProcessMemory() {}

  /**
   * Sums up the family of a process.
   *
   * @return bytes; empty where the system does not tell
   */
  public static Optional<Long> proportionalBytes(ProcessHandle root) {
    long sum = 0;
    for (ProcessHandle process : Stream.concat(Stream.of(root), root.descendants()).toList()) {
      Optional<Long> one = kibibytes(process.pid());
      if (process.equals(root) && one.isEmpty()) {
        return Optional.empty();
      }
      sum += one.orElse(0L) * 1024;
    }
    return Optional.of(sum);
  }

  private static Optional<Long> kibibytes(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
      return lines
          .filter(line -> line.startsWith("Pss:"))
          .map(line -> Long.valueOf(line.replaceAll("[^0-9]", "")))
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      // The process ended meanwhile, belongs to somebody else, or this is not Linux.
      return Optional.empty();
    }
  }
}
