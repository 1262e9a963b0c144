package ai.kompl.local.verify.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What all processes saw, and whether anybody was shown what was before an acknowledged change. */
final class History {
  private final List<Seen> all = new ArrayList<>();

  void add(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      lines.map(Seen::read).forEach(all::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long reads() {
    return all.stream().filter(seen -> !seen.write()).count();
  }

  long writes() {
    return all.stream().filter(Seen::write).count();
  }

  /** The longest change, in milliseconds. */
  long longestWriteMillis() {
    return all.stream().filter(Seen::write).mapToLong(it -> it.to() - it.from()).max().orElse(0)
        / 1_000_000;
  }

  /** Reads that began after a change was acknowledged and showed something older. */
  long stale() {
    Map<String, NavigableMap<Long, Long>> acknowledged = acknowledged();
    return all.stream()
        .filter(seen -> !seen.write())
        .filter(seen -> seen.version() < newest(acknowledged, seen))
        .count();
  }

  private static long newest(Map<String, NavigableMap<Long, Long>> acknowledged, Seen read) {
    NavigableMap<Long, Long> versions = acknowledged.get(read.word());
    var before = versions == null ? null : versions.lowerEntry(read.from());
    return before == null ? 0 : before.getValue();
  }

  /** Per word: at what time which version was the newest acknowledged one. */
  private Map<String, NavigableMap<Long, Long>> acknowledged() {
    Map<String, NavigableMap<Long, Long>> acknowledged = new HashMap<>();
    all.stream()
        .filter(Seen::write)
        .sorted(Comparator.comparingLong(Seen::to))
        .forEach(seen -> {
          var versions = acknowledged.computeIfAbsent(seen.word(), _ -> new TreeMap<Long, Long>());
          var last = versions.lastEntry();
          long newest = last == null ? 0 : last.getValue();
          versions.put(seen.to(), Math.max(newest, seen.version()));
        });
    return acknowledged;
  }
}
