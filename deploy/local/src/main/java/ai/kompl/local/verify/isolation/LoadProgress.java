package ai.kompl.local.verify.isolation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;

/**
 * How far a long load came, kept in a file so that it can be broken off and taken up again. What
 * was done under another schema does not count.
 *
 * @param file where
 * @param schema digest of the schema that is attacked
 */
record LoadProgress(Path file, String schema) {
  private static final String SCHEMA = "schema";

  /** Adds what was done before. */
  void resume(LoadTally tally) {
    if (Files.notExists(file)) {
      return;
    }
    try (var reader = Files.newBufferedReader(file)) {
      var kept = new Properties();
      kept.load(reader);
      if (schema.equals(kept.getProperty(SCHEMA))) {
        tally.add(kept);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Writes down what is done by now: wholly or not at all. */
  void keep(LoadTally tally) {
    Properties kept = tally.keep();
    kept.setProperty(SCHEMA, schema);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path draft = file.resolveSibling(file.getFileName() + ".draft");
      try (Writer writer = Files.newBufferedWriter(draft)) {
        kept.store(writer, "How far ./kompl verify isolation --full came");
      }
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** It is done: the next begins anew. */
  void end() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file, e);
    }
  }
}
