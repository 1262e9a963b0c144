package ai.kompl.embedded;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a physical backup consists of: written last, so that a folder without it is no backup, and
 * closed by a hash of itself.
 *
 * @param facts where in the log the backup begins and ends
 * @param files each file's hash, by its path within the backup
 */
record BackupManifest(Facts facts, Map<String, Entry> files) {
  static final String FILE = "manifest";
  private static final String FORMAT = "kompl-physical-backup 1";

  BackupManifest {
    files = Map.copyOf(new LinkedHashMap<>(files));
  }

  /** The size in bytes and the hash of one file. */
  record Entry(long bytes, String sha256) {}

  /**
   * Where a backup stands in the history of its data.
   *
   * @param system the number that PostgreSQL gave the data when they were made
   * @param first the segment of the log with which its recovery begins
   * @param last the segment up to which it must be recovered at least
   * @param begun when it was begun
   * @param ended from when on its data can be restored
   */
  record Facts(String system, WalSegment first, WalSegment last, Instant begun, Instant ended) {}

  static Entry entry(Path file) throws IOException {
    return new Entry(Files.size(file), FileHash.of(file));
  }

  void write(Path backup) {
    var text = new StringBuilder();
    List.of(
            FORMAT,
            facts.system(),
            facts.first().name(),
            facts.last().name(),
            facts.begun().toString(),
            facts.ended().toString())
        .forEach(line -> text.append(line).append('\n'));
    new TreeMap<>(files)
        .forEach((path, entry) ->
            text.append(entry.sha256())
                .append(' ')
                .append(entry.bytes())
                .append(' ')
                .append(path)
                .append('\n'));
    String hash = FileHash.of(text.toString().getBytes(StandardCharsets.UTF_8));
    DataFolder.writePrivately(backup.resolve(FILE), text + hash + "\n");
  }

  /**
   * Reads the manifest of a backup.
   *
   * @throws EmbeddedServerException BACKUP_DAMAGED when there is none, or it was changed
   */
  static BackupManifest read(Path backup) {
    Path file = backup.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw damaged(
          backup + " holds no physical backup, or one that was not finished: there is no manifest");
    }
    List<String> lines = new ArrayList<>(DataFolder.read(file).lines().toList());
    String closing = lines.removeLast();
    String text = String.join("\n", lines) + "\n";
    if (lines.size() < 6
        || !lines.getFirst().equals(FORMAT)
        || !FileHash.of(text.getBytes(StandardCharsets.UTF_8)).equals(closing)) {
      throw damaged("the manifest " + file + " was changed or is of another version");
    }
    try {
      return parsed(lines);
    } catch (DateTimeException | NumberFormatException | IndexOutOfBoundsException e) {
      throw new EmbeddedServerException(
          Fault.BACKUP_DAMAGED, "the manifest " + file + " cannot be read", e);
    }
  }

  private static BackupManifest parsed(List<String> lines) {
    var facts =
        new Facts(
            lines.get(1),
            segment(lines.get(2)),
            segment(lines.get(3)),
            Instant.parse(lines.get(4)),
            Instant.parse(lines.get(5)));
    var files = new LinkedHashMap<String, Entry>();
    for (String line : lines.subList(6, lines.size())) {
      String[] words = line.split(" ", 3);
      files.put(words[2], new Entry(Long.parseLong(words[1]), words[0]));
    }
    return new BackupManifest(facts, files);
  }

  private static WalSegment segment(String name) {
    return WalSegment.named(name)
        .orElseThrow(() -> damaged("the manifest names no log segment: " + name));
  }

  /**
   * Compares all files of the backup with their hashes.
   *
   * @throws EmbeddedServerException BACKUP_DAMAGED naming the first that is missing or differs
   */
  void check(Path backup) {
    for (String path : files.keySet().stream().sorted().toList()) {
      fault(backup, path)
          .ifPresent(what -> {
            throw damaged("the backup in " + backup + " is damaged: " + path + " " + what);
          });
    }
  }

  private Optional<String> fault(Path backup, String path) {
    Path file = backup.resolve(path).normalize();
    Entry expected = files.get(path);
    if (!file.startsWith(backup.normalize()) || expected == null) {
      return Optional.of("lies outside of it");
    }
    if (!Files.isRegularFile(file)) {
      return Optional.of("is missing");
    }
    try {
      return entry(file).equals(expected)
          ? Optional.empty()
          : Optional.of("is not what was copied: its size or hash differs");
    } catch (IOException e) {
      throw DataFolder.unreadable(file, e);
    }
  }

  static EmbeddedServerException damaged(String what) {
    return new EmbeddedServerException(Fault.BACKUP_DAMAGED, what);
  }
}
