package ai.kompl.embedded;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A PostgreSQL 18 of our own on the loopback interface. It is a child process that outlives a
 * killed JVM: the next start on the same folder takes it over. Safe for use by many threads.
 */
public final class PostgresServer implements AutoCloseable {
  /** The major version of the server programs, and so of the data. */
  public static final int MAJOR = 18;

  static final String USER = "postgres";

  private final DataFolder folder;
  private final RunningPostgres running;
  private final AtomicBoolean closed = new AtomicBoolean();

  PostgresServer(DataFolder folder, RunningPostgres running) {
    this.folder = folder;
    this.running = running;
  }

  /**
   * Starts the server, or takes over the one that still runs on the folder, and returns when it
   * answers.
   *
   * @throws EmbeddedServerException with a code and what to do
   */
  public static PostgresServer start(PostgresSettings settings) {
    DataFolder folder = DataFolder.take(settings.folder());
    boolean started = false;
    try {
      var server = new PostgresServer(folder, new PostgresStart(settings, folder).run());
      started = true;
      return server;
    } finally {
      if (!started) {
        folder.close();
      }
    }
  }

  /** The JDBC address of a database, without user and password. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
  }

  /** The superuser's name. */
  public String user() {
    return USER;
  }

  /** The superuser's generated password. */
  public String password() {
    return running.password();
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return running.port();
  }

  /** The server's process id. */
  public long pid() {
    return running.process().handle().pid();
  }

  /** Whether the server was still running when it was started. */
  public boolean adopted() {
    return running.adopted();
  }

  /** The server's log file. */
  public Path log() {
    return folder.resolve(PostgresStart.LOG);
  }

  /**
   * Makes a database where it is missing.
   *
   * @param name lower-case letters, digits and underscores, at most 63
   */
  public void createDatabaseIfMissing(String name) {
    if (!name.matches("[a-z_][a-z0-9_]{0,62}")) {
      throw new IllegalArgumentException("not a plain database name: " + name);
    }
    try (Connection connection = DriverManager.getConnection(url("postgres"), user(), password());
        PreparedStatement find =
            connection.prepareStatement("select 1 from pg_database where datname = ?");
        Statement create = connection.createStatement()) {
      find.setString(1, name);
      try (ResultSet found = find.executeQuery()) {
        if (!found.next()) {
          create.execute("create database " + name);
        }
      }
    } catch (SQLException e) {
      throw new EmbeddedServerException(Fault.START_FAILED, "cannot make the database " + name, e);
    }
  }

  /** Stops the server; everything committed is kept. A second call does nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        Postmaster.stop(running.process());
      } finally {
        folder.close();
      }
    }
  }
}
