package ai.kompl.local.verify.tenants;

import ai.kompl.embedded.PostgresServer;
import ai.kompl.embedded.PostgresSettings;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.DatabaseSettings;
import ai.kompl.tenancy.data.DatabaseSettings.Login;
import ai.kompl.tenancy.data.Tenant;
import ai.kompl.tenancy.data.TenantDraft;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/** A database server with the tenants of the proof. */
final class Estate implements AutoCloseable {
  static final int CONNECTIONS = 4;
  private static final String DATABASE = "kompl";
  private static final String APP_PASSWORD = "only-of-this-proof";

  private final PostgresServer server;
  private final PaddedScripts scripts;

  private Estate(PostgresServer server, PaddedScripts scripts) {
    this.server = server;
    this.scripts = scripts;
  }

  static Estate start(Path folder, List<String> subgraphs, Consumer<String> note) {
    PostgresServer server =
        PostgresServer.start(PostgresSettings.in(folder.resolve("postgres")).withProgress(note));
    server.createDatabaseIfMissing(DATABASE);
    return new Estate(server, new PaddedScripts(folder.resolve("scripts"), subgraphs));
  }

  PaddedScripts scripts() {
    return scripts;
  }

  /** Starts the product's data with the scripts as they are now. */
  DataPlatform open() {
    return open(url());
  }

  /** The same over another way to the server. */
  DataPlatform open(String url) {
    return open(url, new Login(server.user(), server.password()), scripts);
  }

  static DataPlatform open(String url, Login owner, PaddedScripts scripts) {
    var settings =
        new DatabaseSettings(
            url, new Login("kompl_app", APP_PASSWORD), owner, CONNECTIONS, Duration.ofSeconds(20));
    return DataPlatform.open(
        settings, scripts.migrations(), InstantSource.system(), new SecureRandom());
  }

  static Tenant provision(DataPlatform data, int number) {
    var operator = Caller.worker(new TenantId("0000000000000000"), "verify.tenants", "verify");
    String slug = "tenant-" + number;
    return data.registry().provision(new TenantDraft(slug, "Tenant " + number), operator);
  }

  String url() {
    return server.url(DATABASE);
  }

  int port() {
    return server.port();
  }

  long serverPid() {
    return server.pid();
  }

  String owner() {
    return server.user();
  }

  String ownerPassword() {
    return server.password();
  }

  /** A number that the database's owner sees. */
  long number(String sql) {
    try (Connection connection =
            DriverManager.getConnection(url(), server.user(), server.password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getLong(1) : -1;
    } catch (SQLException e) {
      throw new IllegalStateException("the database refuses: " + sql, e);
    }
  }

  /** Changes what only the owner can. */
  void change(String sql) {
    try (Connection connection =
            DriverManager.getConnection(url(), server.user(), server.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("the database refuses: " + sql, e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
