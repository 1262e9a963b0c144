package ai.kompl.tenancy.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.kompl.embedded.TestDatabase;
import ai.kompl.embedded.TestPostgres;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.audit.AuditSigner;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A data platform on a database of its own, with the ledger as its only subgraph. */
record TestPlatform(TestDatabase database, DatabaseSettings settings, DataPlatform data)
    implements AutoCloseable {
  static final SubgraphMigrations LEDGER =
      new SubgraphMigrations("ledger", TestPlatform.class.getClassLoader());

  static TestPlatform open() {
    TestDatabase database = TestPostgres.shared().createDatabase();
    DatabaseSettings settings = settings(database, database.url(), 8);
    return new TestPlatform(database, settings, open(settings, List.of(LEDGER)));
  }

  static DatabaseSettings settings(TestDatabase database, String url, int poolSize) {
    return new DatabaseSettings(
        url,
        new DatabaseSettings.Login("kompl_app", "app-password-of-tests"),
        new DatabaseSettings.Login(database.user(), database.password()),
        poolSize,
        Duration.ofSeconds(3));
  }

  static DataPlatform open(DatabaseSettings settings, List<SubgraphMigrations> subgraphs) {
    return DataPlatform.open(settings, subgraphs, InstantSource.system(), new SecureRandom());
  }

  /** Room for everybody. */
  static TenantShares shares() {
    return new TenantShares(100, Duration.ofSeconds(3), InstantSource.system());
  }

  /** The audit trails, signed with a key of these tests. */
  AuditTrails trails() {
    return data.auditTrails(AuditSigner.of(new byte[32]));
  }

  Tenant provision(String slug) {
    return data.registry().provision(new TenantDraft(slug, "Tenant " + slug), operator());
  }

  static Caller operator() {
    return Caller.worker(new TenantId("0000000000000000"), "tests.operator", "request-operator");
  }

  static Caller user(Tenant tenant) {
    return new Caller(
        tenant.id(),
        UUID.randomUUID(),
        CallerKind.USER,
        Set.of("admin"),
        Set.of(),
        Map.of(),
        "session-1",
        "request-1",
        Instant.now().plusSeconds(600));
  }

  UUID add(Caller caller, String title) {
    UUID id = UUID.randomUUID();
    data.tenantDatabase()
        .write(
            caller,
            tx -> tx.update("insert into ledger_entry (id, title) values (?, ?)", id, title));
    return id;
  }

  List<String> titles(Caller caller) {
    return data.tenantDatabase()
        .read(
            caller,
            tx ->
                tx.query(
                    "select title from ledger_entry order by title", row -> row.string("title")));
  }

  /** Rows as the superuser sees them, columns joined by a bar. */
  List<String> look(String sql) {
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          cells.add(rows.getString(i));
        }
        lines.add(String.join("|", cells));
      }
      return lines;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Changes the tables as only a superuser can; says how many rows. */
  int tamper(String sql) {
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      // Keeps triggers from refusing it.
      statement.execute("set session_replication_role = replica");
      return statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs a script of migration once more, in a transaction as its owner. */
  void run(String script) throws IOException {
    try (InputStream text = TestPlatform.class.getResourceAsStream(script)) {
      if (text == null) {
        throw new IllegalArgumentException("there is no " + script);
      }
      tamper("begin;\n" + new String(text.readAllBytes(), UTF_8) + ";\ncommit");
    }
  }

  /** A connection with the service's login and nothing else. */
  Connection login() throws SQLException {
    return DriverManager.getConnection(
        database.url(), settings.app().user(), settings.app().password());
  }

  /** Waits until it is so, at most so long; says whether it came to be. */
  static boolean eventually(Duration most, BooleanSupplier condition) {
    long end = System.nanoTime() + most.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(5_000_000);
    }
    return true;
  }

  @Override
  public void close() {
    data.close();
  }
}
