package ai.kompl.embedded;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * How the embedded Redis is started.
 *
 * @param folder where its data, password, port and log are kept; made where missing
 * @param port the port of the loopback interface; empty: a free one, kept for later starts
 * @param cache where the program is unpacked; empty: the user's cache folder
 * @param persistent whether every write goes to the append-only file
 * @param cluster whether it is to be a node of a cluster, which others then have to join
 * @param progress is told what is done, in the starting thread
 */
public record RedisSettings(
    Path folder,
    OptionalInt port,
    Optional<Path> cache,
    boolean persistent,
    boolean cluster,
    Consumer<String> progress) {

  /** The usual settings: a free port, every write kept. */
  public static RedisSettings in(Path folder) {
    return new RedisSettings(folder, OptionalInt.empty(), Optional.empty(), true, false, _ -> {});
  }

  /** The same with a fixed port. */
  public RedisSettings withPort(int wanted) {
    return new RedisSettings(folder, OptionalInt.of(wanted), cache, persistent, cluster, progress);
  }

  /** The same with another place for the unpacked program. */
  public RedisSettings withCache(Path chosen) {
    return new RedisSettings(folder, port, Optional.of(chosen), persistent, cluster, progress);
  }

  /** The same without a copy of the data on disk: for tests. */
  public RedisSettings inMemory() {
    return new RedisSettings(folder, port, cache, false, cluster, progress);
  }

  /** The same as a node of a cluster. */
  public RedisSettings asClusterNode() {
    return new RedisSettings(folder, port, cache, persistent, true, progress);
  }

  /** The same with somebody to be told about the steps. */
  public RedisSettings withProgress(Consumer<String> listener) {
    return new RedisSettings(folder, port, cache, persistent, cluster, listener);
  }
}
