package ai.kompl.embedded;

import ai.kompl.embedded.PostgresSettings.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * For tests: one real PostgreSQL per JVM, in a temporary folder, fast because nothing is kept
 * (fsync off), and gone when the JVM ends. What a killed JVM left behind is cleared away by a later
 * one.
 */
public final class TestPostgres {
  private static final String PREFIX = "kompl-test-postgres-";

  private final PostgresServer server;
  private final AtomicInteger databases = new AtomicInteger();

  private TestPostgres(PostgresServer server) {
    this.server = server;
  }

  private static final class Shared {
    static final TestPostgres INSTANCE = start();
  }

  /** The server of this JVM, started on first use. */
  public static TestPostgres shared() {
    return Shared.INSTANCE;
  }

  /** A new empty database: one per test class is usual. */
  public TestDatabase createDatabase() {
    String name = "test_" + databases.incrementAndGet();
    server.createDatabaseIfMissing(name);
    return new TestDatabase(server.url(name), server.user(), server.password(), name);
  }

  /** The server itself. */
  public PostgresServer server() {
    return server;
  }

  private static TestPostgres start() {
    try {
      clearLeftovers();
      Path folder = Files.createTempDirectory(PREFIX);
      Files.setPosixFilePermissions(folder, TarXz.permissions(0711));
      var server =
          PostgresServer.start(PostgresSettings.in(folder).withDurability(Durability.NONE));
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> stop(server, folder), "stop-test-postgres"));
      return new TestPostgres(server);
    } catch (IOException e) {
      throw DataFolder.unreadable(Path.of(System.getProperty("java.io.tmpdir")), e);
    }
  }

  private static void stop(PostgresServer server, Path folder) {
    server.close();
    FileTree.delete(folder);
  }

  private static void clearLeftovers() throws IOException {
    try (Stream<Path> children = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      children
          .filter(child -> child.getFileName().toString().startsWith(PREFIX))
          .forEach(TestPostgres::clear);
    }
  }

  /**
   * A folder whose lock can be taken belongs to no living JVM; one without a lock file is just
   * being made.
   */
  private static void clear(Path folder) {
    if (!Files.isWritable(folder) || !Files.exists(folder.resolve("password"))) {
      return;
    }
    try (DataFolder abandoned = DataFolder.take(folder)) {
      Postmaster.process(abandoned.resolve(PostgresStart.DATA)).ifPresent(Postmaster::stop);
      FileTree.delete(abandoned.path());
    } catch (EmbeddedServerException e) {
      // In use, or being cleared by another JVM at this moment: not ours to clear.
      return;
    }
  }
}
