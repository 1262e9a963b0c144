package ai.kompl.embedded;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A PostgreSQL 18 of our own on the loopback interface. It is a child process that outlives a
 * killed JVM: the next start on the same folder takes it over. When it ends without having been
 * asked to, it is started again on the same port. Safe for use by many threads.
 */
public final class PostgresServer implements AutoCloseable {
  /** The major version of the server programs, and so of the data. */
  public static final int MAJOR = 18;

  static final String USER = "postgres";

  private final PostgresData data;
  private final ServerWatch<RunningPostgres> watch;
  private final VectorSupport vector;
  private final AtomicBoolean closed = new AtomicBoolean();

  private PostgresServer(
      PostgresData data, ServerWatch<RunningPostgres> watch, VectorSupport vector) {
    this.data = data;
    this.watch = watch;
    this.vector = vector;
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
      Path data = folder.resolve(PostgresData.FOLDER);
      var programs = PostgresPrograms.forDataIn(data, settings.cache(), settings.progress());
      var server = start(settings, new PostgresData(folder, programs, settings.kind()));
      started = true;
      return server;
    } finally {
      if (!started) {
        folder.close();
      }
    }
  }

  private static PostgresServer start(PostgresSettings settings, PostgresData data) {
    var vector = new VectorSupport(data, settings.kind().vector());
    data.prepare(settings.progress());
    data.configure(vector.folder());
    RunningPostgres running = new PostgresStart(settings, data).run();
    var ward = new PostgresWard(settings.withPort(running.port()), data);
    var server =
        new PostgresServer(data, ServerWatch.over(running, ward, settings.progress()), vector);
    vector.buildInBackground(server::reload);
    return server;
  }

  /**
   * Starts a streaming replica: a server that repeats what the primary does and can be read from.
   * Where the folder holds no data yet they are copied from the primary.
   *
   * @param settings the replica's
   * @param primary the folder of the primary, which must be running
   * @throws EmbeddedServerException NOT_RUNNING when it is not, and as {@link #start}
   */
  public static PostgresServer startReplica(PostgresSettings settings, Path primary) {
    return start(settings.withOptions(PostgresReplica.prepare(settings.folder(), primary)));
  }

  /** The folder with its data, password, port and log. */
  Path folder() {
    return data.folder().path();
  }

  /** A session of the superuser. */
  Connection session() throws SQLException {
    return DriverManager.getConnection(url("postgres"), user(), password());
  }

  /**
   * Stops the server that a killed process has left working in the folder, without starting
   * another.
   *
   * @return whether there was one
   * @throws EmbeddedServerException when a living process uses the folder
   */
  public static boolean stopLeftOver(Path folder) {
    try (DataFolder taken = DataFolder.take(folder)) {
      Optional<ChildProcess> process = Postmaster.process(taken.resolve(PostgresData.FOLDER));
      process.ifPresent(Postmaster::stop);
      return process.isPresent();
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
    return watch.running().password();
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return watch.running().port();
  }

  /** The server's process id; another one after it had to be started again. */
  public long pid() {
    return watch.running().process().handle().pid();
  }

  /** Whether the server was still running when it was started. */
  public boolean adopted() {
    return watch.running().adopted();
  }

  /** The server's log file. */
  public Path log() {
    return data.folder().resolve(PostgresStart.LOG);
  }

  /** Whether the server has the vector extension, at this moment. */
  public VectorExtension vector() {
    return vector.state();
  }

  /**
   * The same after waiting for a build that is under way.
   *
   * @param limit how long at most; then the answer is still {@link VectorExtension.Building}
   */
  public VectorExtension awaitVector(Duration limit) {
    Deadline.in(limit).await(() -> !(vector.state() instanceof VectorExtension.Building));
    return vector.state();
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

  private void reload() {
    try (Connection connection = DriverManager.getConnection(url("postgres"), user(), password());
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_reload_conf()");
    } catch (SQLException e) {
      throw new EmbeddedServerException(
          Fault.NOT_OURS, "PostgreSQL does not read its new configuration", e);
    }
  }

  /** Stops the server; everything committed is kept. A second call does nothing. */
  @Override
  public void close() {
    end(Postmaster::stop);
  }

  /** Stops the server at once, for data that are thrown away: nothing is written out any more. */
  void discard() {
    end(Postmaster::stopAtOnce);
  }

  private void end(Consumer<ChildProcess> stop) {
    if (closed.compareAndSet(false, true)) {
      try {
        watch.close();
        vector.cancel();
        stop.accept(watch.running().process());
      } finally {
        data.folder().close();
      }
    }
  }
}
