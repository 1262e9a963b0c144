package ai.kompl.embedded;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file of the write-ahead log, 16 MiB of it.
 *
 * @param timeline counts how often the history was branched by a restore
 * @param number counts the segments since the data were made
 */
record WalSegment(int timeline, long number) {
  static final long BYTES = 16L * 1024 * 1024;

  private static final Pattern NAME = Pattern.compile("[0-9A-F]{24}");
  private static final long IN_A_LOG = 0x100;

  /** The segment of that file name; empty for other files of the log, such as histories. */
  static Optional<WalSegment> named(String name) {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    long log = Long.parseLong(name.substring(8, 16), 16);
    long within = Long.parseLong(name.substring(16), 16);
    return Optional.of(
        new WalSegment(Integer.parseInt(name.substring(0, 8), 16), log * IN_A_LOG + within));
  }

  String name() {
    return "%08X%08X%08X".formatted(timeline, number / IN_A_LOG, number % IN_A_LOG);
  }

  WalSegment next() {
    return new WalSegment(timeline, number + 1);
  }
}
