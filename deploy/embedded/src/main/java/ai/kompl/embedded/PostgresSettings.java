package ai.kompl.embedded;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * How the embedded PostgreSQL is started.
 *
 * @param folder where its data, password, port and log are kept; made where missing
 * @param port the port of the loopback interface; empty: a free one, kept for later starts
 * @param cache where the programs are unpacked; empty: the user's cache folder
 * @param durability what a power failure may take
 * @param progress is told each step that may take longer, in the starting thread
 */
public record PostgresSettings(
    Path folder,
    OptionalInt port,
    Optional<Path> cache,
    Durability durability,
    Consumer<String> progress) {

  /** What a power failure may take. */
  public enum Durability {
    /** Nothing that was committed. */
    FULL,
    /** Everything: for throw-away data of tests. */
    NONE
  }

  /** The usual settings: a free port, full durability. */
  public static PostgresSettings in(Path folder) {
    return new PostgresSettings(
        folder, OptionalInt.empty(), Optional.empty(), Durability.FULL, _ -> {});
  }

  /** The same with a fixed port. */
  public PostgresSettings withPort(int wanted) {
    return new PostgresSettings(folder, OptionalInt.of(wanted), cache, durability, progress);
  }

  /** The same with another place for the unpacked programs. */
  public PostgresSettings withCache(Path chosen) {
    return new PostgresSettings(folder, port, Optional.of(chosen), durability, progress);
  }

  /** The same with another durability. */
  public PostgresSettings withDurability(Durability chosen) {
    return new PostgresSettings(folder, port, cache, chosen, progress);
  }

  /** The same with somebody to be told about the steps. */
  public PostgresSettings withProgress(Consumer<String> listener) {
    return new PostgresSettings(folder, port, cache, durability, listener);
  }
}
