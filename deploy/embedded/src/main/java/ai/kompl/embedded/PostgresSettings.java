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
 * @param kind what a power failure may take, and whether the vector extension is there
 * @param progress is told each step that may take longer, in the starting thread
 */
public record PostgresSettings(
    Path folder, OptionalInt port, Optional<Path> cache, Kind kind, Consumer<String> progress) {

  /**
   * The kind of server.
   *
   * @param durability what a power failure may take
   * @param vector what to do about the vector extension
   */
  public record Kind(Durability durability, VectorExtension.Choice vector) {}

  /** What a power failure may take. */
  public enum Durability {
    /** Nothing that was committed. */
    FULL,
    /** Everything: for throw-away data of tests. */
    NONE
  }

  /**
   * The usual settings: a free port, full durability, the vector extension built where it can be.
   */
  public static PostgresSettings in(Path folder) {
    var kind = new Kind(Durability.FULL, VectorExtension.Choice.BUILD_WHERE_POSSIBLE);
    return new PostgresSettings(folder, OptionalInt.empty(), Optional.empty(), kind, _ -> {});
  }

  /** The same with a fixed port. */
  public PostgresSettings withPort(int wanted) {
    return new PostgresSettings(folder, OptionalInt.of(wanted), cache, kind, progress);
  }

  /** The same with another place for the unpacked programs. */
  public PostgresSettings withCache(Path chosen) {
    return new PostgresSettings(folder, port, Optional.of(chosen), kind, progress);
  }

  /** The same with another durability. */
  public PostgresSettings withDurability(Durability chosen) {
    return new PostgresSettings(folder, port, cache, new Kind(chosen, kind.vector()), progress);
  }

  /** The same with another choice about the vector extension. */
  public PostgresSettings withVector(VectorExtension.Choice chosen) {
    return new PostgresSettings(folder, port, cache, new Kind(kind.durability(), chosen), progress);
  }

  /** The same with somebody to be told about the steps. */
  public PostgresSettings withProgress(Consumer<String> listener) {
    return new PostgresSettings(folder, port, cache, kind, listener);
  }
}
