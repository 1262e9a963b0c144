package ai.kompl.local;

import ai.kompl.embedded.EmbeddedServerException;
import ai.kompl.embedded.ObjectStorageServer;
import ai.kompl.embedded.ObjectStorageSettings;
import ai.kompl.embedded.PostgresServer;
import ai.kompl.embedded.PostgresSettings;
import ai.kompl.embedded.RedisServer;
import ai.kompl.embedded.RedisSettings;
import ai.kompl.embedded.VectorExtension;
import ai.kompl.tenancy.caller.settings.PlatformKeys;
import ai.kompl.tenancy.caller.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * The servers that the product stands on. What the settings name is used as it is; the rest is
 * started here, and the settings are completed with its addresses, so that nothing behind this
 * class knows the difference.
 */
final class Servers implements AutoCloseable {
  private static final String DATABASE = "kompl";

  private final Deque<Runnable> running = new ConcurrentLinkedDeque<>();
  private final Map<String, String> addresses = new ConcurrentHashMap<>();
  private final Path dataDir;
  private final Consumer<String> progress;

  private Servers(Path dataDir, Consumer<String> progress) {
    this.dataDir = dataDir;
    this.progress = progress;
  }

  /**
   * Starts what is missing.
   *
   * @param given the user's settings
   * @param dataDir an absolute folder for the data of started servers
   * @param progress is told each step
   * @throws ai.kompl.embedded.EmbeddedServerException when one does not start; what had started is
   *     stopped again
   */
  static Servers start(Settings given, Path dataDir, Consumer<String> progress) {
    var servers = new Servers(dataDir, progress);
    var missing = new ArrayList<Runnable>();
    if (given.find(PlatformKeys.DATABASE_URL).isEmpty()) {
      missing.add(() -> servers.startPostgres(given));
    }
    if (given.find(PlatformKeys.REDIS_URL).isEmpty()) {
      missing.add(servers::startRedis);
    }
    if (given.find(PlatformKeys.OBJECTS_URL).isEmpty()) {
      missing.add(servers::startObjectStorage);
    }
    boolean started = false;
    try {
      allAtOnce(missing);
      started = true;
      return servers;
    } finally {
      if (!started) {
        servers.close();
      }
    }
  }

  /** Runs all to their ends and throws what one of them threw. */
  private static void allAtOnce(List<Runnable> starts) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> results = new ArrayList<>();
      starts.forEach(start -> results.add(threads.submit(start)));
      for (Future<?> result : results) {
        result.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a server could not be started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the servers started", e);
    }
  }

  /** The folder of the embedded PostgreSQL. */
  static Path postgres(Path dataDir) {
    return dataDir.resolve("postgres");
  }

  /** The folder of the embedded object storage. */
  static Path objects(Path dataDir) {
    return dataDir.resolve("objects");
  }

  /** The folder of the embedded Redis. */
  static Path redis(Path dataDir) {
    return dataDir.resolve("redis");
  }

  /** Settings that name the started servers, by setting name. */
  Map<String, String> addresses() {
    return Map.copyOf(addresses);
  }

  private static VectorExtension.Choice vector(Settings given) {
    return given.get(ProductKeys.VECTOR_EXTENSION)
        ? VectorExtension.Choice.BUILD_WHERE_POSSIBLE
        : VectorExtension.Choice.OFF;
  }

  private void startPostgres(Settings given) {
    PostgresSettings wanted =
        PostgresSettings.in(postgres(dataDir)).withVector(vector(given)).withProgress(progress);
    PostgresServer server =
        PostgresServer.start(
            given.find(ProductKeys.WAL_ARCHIVE).map(wanted::withWalArchive).orElse(wanted));
    running.push(server::close);
    server.createDatabaseIfMissing(DATABASE);
    addresses.put(PlatformKeys.DATABASE_URL.name(), server.url(DATABASE));
    addresses.put(PlatformKeys.DATABASE_OWNER.name(), server.user());
    addresses.put(PlatformKeys.DATABASE_OWNER_PASSWORD.name(), server.password());
    progress.accept(
        "PostgreSQL "
            + PostgresServer.MAJOR
            + (server.adopted() ? " adopted" : " started")
            + " on port "
            + server.port());
  }

  private void startRedis() {
    RedisServer server = RedisServer.start(RedisSettings.in(redis(dataDir)).withProgress(progress));
    running.push(server::close);
    addresses.put(PlatformKeys.REDIS_URL.name(), server.url());
    progress.accept(
        "Redis 7" + (server.adopted() ? " adopted" : " started") + " on port " + server.port());
  }

  private void startObjectStorage() {
    ObjectStorageServer server =
        ObjectStorageServer.start(ObjectStorageSettings.in(objects(dataDir)));
    running.push(server::close);
    addresses.put(PlatformKeys.OBJECTS_URL.name(), server.endpoint().toString());
    addresses.put(PlatformKeys.OBJECTS_ACCESS_KEY.name(), server.accessKey());
    addresses.put(PlatformKeys.OBJECTS_SECRET_KEY.name(), server.secret());
    progress.accept("object storage started on port " + server.port());
  }

  /** Stops what was started here, the last first. */
  @Override
  public void close() {
    while (!running.isEmpty()) {
      try {
        running.pop().run();
      } catch (EmbeddedServerException e) {
        // One server that does not stop must not keep the others running.
        progress.accept("could not stop a server: " + e.getMessage());
      }
    }
  }
}
