package ai.kompl.embedded;

import ai.kompl.embedded.PostgresSettings.Durability;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * For tests: one real PostgreSQL per JVM, in a temporary folder, fast because nothing is kept
 * (fsync off), and gone when the JVM ends.
 */
public final class TestPostgres {
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

  /**
   * Starts a streaming replica of it.
   *
   * @param folder an empty folder of its own
   */
  public PostgresServer startReplica(Path folder) {
    return PostgresServer.startReplica(
        PostgresSettings.in(folder)
            .withDurability(Durability.NONE)
            .withVector(VectorExtension.Choice.USE_WHERE_BUILT),
        server.folder());
  }

  private static TestPostgres start() {
    Path folder =
        TestFolder.create(
            "postgres",
            abandoned ->
                Postmaster.process(abandoned.resolve(PostgresData.FOLDER))
                    .ifPresent(Postmaster::stop));
    var server =
        PostgresServer.start(
            PostgresSettings.in(folder)
                .withDurability(Durability.NONE)
                .withVector(VectorExtension.Choice.USE_WHERE_BUILT));
    TestFolder.atExit(server::discard, folder);
    return new TestPostgres(server);
  }

  /** Puts ready-made data into an empty folder, so that a start on it need not make them. */
  static void seed(Path folder) {
    try (DataFolder target = DataFolder.take(folder)) {
      var programs =
          PostgresPrograms.forDataIn(
              target.resolve(PostgresData.FOLDER), Optional.empty(), _ -> {});
      new PostgresData(target, programs, PostgresSettings.THROW_AWAY)
          .copyFrom(PostgresData.template(programs));
    }
  }
}
