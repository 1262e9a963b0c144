package ai.kompl.embedded;

import java.nio.file.Path;
import java.util.Map;
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

  static final Kind THROW_AWAY =
      new Kind(Durability.NONE, VectorExtension.Choice.USE_WHERE_BUILT, Log.PLAIN);

  /**
   * The kind of server.
   *
   * @param durability what a power failure may take
   * @param vector what to do about the vector extension
   * @param log what becomes of the write-ahead log
   */
  public record Kind(Durability durability, VectorExtension.Choice vector, Log log) {
    Kind with(Durability chosen) {
      return new Kind(chosen, vector, log);
    }

    Kind with(VectorExtension.Choice chosen) {
      return new Kind(durability, chosen, log);
    }

    Kind with(Log chosen) {
      return new Kind(durability, vector, chosen);
    }
  }

  /**
   * What becomes of the write-ahead log, and where another server's comes from.
   *
   * @param archive the folder to which finished segments go; empty: to none
   * @param source further values of the configuration, for a server that follows or restores
   */
  public record Log(Optional<Path> archive, Map<String, String> source) {
    static final Log PLAIN = new Log(Optional.empty(), Map.of());

    public Log {
      source = Map.copyOf(source);
    }
  }

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
    var kind = new Kind(Durability.FULL, VectorExtension.Choice.BUILD_WHERE_POSSIBLE, Log.PLAIN);
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
    return new PostgresSettings(folder, port, cache, kind.with(chosen), progress);
  }

  /** The same with another choice about the vector extension. */
  public PostgresSettings withVector(VectorExtension.Choice chosen) {
    return new PostgresSettings(folder, port, cache, kind.with(chosen), progress);
  }

  /**
   * The same with a folder to which each finished segment of the write-ahead log is copied, from
   * which {@link PhysicalRestore} can bring back any moment since a {@link PhysicalBackup}.
   */
  public PostgresSettings withWalArchive(Path archive) {
    return with(new Log(Optional.of(archive), kind.log().source()));
  }

  /** The same with further values of the configuration. */
  PostgresSettings withOptions(Map<String, String> options) {
    return with(new Log(kind.log().archive(), options));
  }

  private PostgresSettings with(Log log) {
    return new PostgresSettings(folder, port, cache, kind.with(log), progress);
  }

  /** The same with somebody to be told about the steps. */
  public PostgresSettings withProgress(Consumer<String> listener) {
    return new PostgresSettings(folder, port, cache, kind, listener);
  }
}
