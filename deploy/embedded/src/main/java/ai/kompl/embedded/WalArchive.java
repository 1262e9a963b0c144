package ai.kompl.embedded;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder to which the server brings each finished segment of its write-ahead log, with a hash
 * beside it. A file that is there is never replaced by a different one.
 */
record WalArchive(Path folder) {
  private static final String HASH = ".sha256";
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./ @:+,-]+");

  WalArchive {
    folder = folder.toAbsolutePath().normalize();
    if (!PLAIN.matcher(folder.toString()).matches()) {
      throw new EmbeddedServerException(
          Fault.FILE_ACCESS,
          "the folder of the log archive becomes part of a shell command; name one of letters, digits, blanks and"
              + " ._/@:+,- only: "
              + folder);
    }
  }

  /**
   * The words that the server has run for each finished segment: copied under another name, hashed,
   * written through to the disk, then renamed.
   */
  String archiveCommand() {
    return """
    set -eu; from="%%p"; to="%1$s/%%f"; \
    if [ -e "$to" ]; then exec cmp -s "$from" "$to"; fi; \
    cp "$from" "$to.new"; \
    if command -v sha256sum > /dev/null; then sha256sum < "$to.new"; else shasum -a 256 < "$to.new"; fi \
    | cut -c1-64 > "$to%2$s"; \
    cmp -s "$from" "$to.new"; sync "$to.new" "$to%2$s"; mv "$to.new" "$to"; sync "%1$s"\
    """
        .formatted(folder, HASH);
  }

  /** The words by which a server that restores fetches a segment. */
  String restoreCommand() {
    return "cp \"%s/%%f\" \"%%p\"".formatted(folder);
  }

  /** Makes the folder for a server that runs under that account. */
  void prepare(ServerAccount account) {
    try {
      boolean fresh = !Files.isDirectory(folder);
      Files.createDirectories(folder);
      if (fresh) {
        Files.setPosixFilePermissions(folder, TarXz.permissions(0700));
        account.give(folder);
      }
    } catch (IOException e) {
      throw DataFolder.unreadable(folder, e);
    }
    if (!account.canWrite(folder)) {
      throw new EmbeddedServerException(
          Fault.DATA_UNREACHABLE,
          "the user whom PostgreSQL runs as cannot write into the folder of the log archive "
              + folder);
    }
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** The archived segments in their order. */
  TreeSet<String> segments() {
    if (!Files.isDirectory(folder)) {
      return new TreeSet<>();
    }
    try (Stream<Path> files = Files.list(folder)) {
      var names = new TreeSet<String>();
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> WalSegment.named(name).isPresent())
          .forEach(names::add);
      return names;
    } catch (IOException e) {
      throw DataFolder.unreadable(folder, e);
    }
  }

  /**
   * Checks an archived segment against its hash.
   *
   * @throws EmbeddedServerException BACKUP_DAMAGED naming it
   */
  void check(String name) {
    Path file = file(name);
    Optional<String> expected = hash(name);
    if (expected.isEmpty()) {
      throw new EmbeddedServerException(
          Fault.BACKUP_DAMAGED, "the archived log segment " + file + " has no hash beside it");
    }
    try {
      if (Files.size(file) != WalSegment.BYTES || !FileHash.of(file).equals(expected.get())) {
        throw new EmbeddedServerException(
            Fault.BACKUP_DAMAGED,
            "the archived log segment " + file + " is not what the server wrote: its hash differs");
      }
    } catch (IOException e) {
      throw DataFolder.unreadable(file, e);
    }
  }

  private Optional<String> hash(String name) {
    Path file = file(name + HASH);
    return Files.exists(file) ? Optional.of(DataFolder.read(file)) : Optional.empty();
  }
}
