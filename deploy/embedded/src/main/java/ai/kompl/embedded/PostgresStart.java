package ai.kompl.embedded;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * One start of the embedded PostgreSQL on prepared data: from the programs to a server that answers
 * as ours.
 */
final class PostgresStart {
  static final String LOG = "postgres.log";

  // Recovery after a power failure reads the whole log; an ordinary start takes half a second.
  private static final Duration READY = Duration.ofMinutes(5);
  private static final Duration RESTORED = Duration.ofDays(1);
  private static final int PORT_TRIES = 3;

  private final PostgresSettings settings;
  private final DataFolder folder;
  private final PostgresData data;

  PostgresStart(PostgresSettings settings, PostgresData data) {
    this.settings = settings;
    this.folder = data.folder();
    this.data = data;
  }

  RunningPostgres run() {
    return adopt().orElseGet(this::startFresh);
  }

  /**
   * Takes over the server that a dead JVM left, unless it is one of other programs or on another
   * port than asked for.
   */
  private Optional<RunningPostgres> adopt() {
    Optional<ChildProcess> orphan = Postmaster.process(data.path());
    if (orphan.isPresent()) {
      settings.progress().accept("PostgreSQL: taking over the server that still runs");
      Optional<Postmaster> ready = awaitReady(orphan.get());
      if (ready.filter(this::fits).isPresent()) {
        return ready.map(postmaster -> answering(postmaster, true));
      }
      end(orphan.get());
    }
    Postmaster.removeStalePidFile(data.path());
    return Optional.empty();
  }

  private boolean fits(Postmaster postmaster) {
    boolean samePort = settings.port().isEmpty() || settings.port().getAsInt() == postmaster.port();
    return samePort && postmaster.process().runs(data.programs().program("postgres"));
  }

  private RunningPostgres startFresh() {
    settings.progress().accept("PostgreSQL: starting");
    for (int attempt = 1; ; attempt++) {
      int port = FreePort.choose(settings.port(), folder.rememberedPort());
      ChildProcess child = launch(port);
      try {
        RunningPostgres running = answering(awaitReady(child).orElseThrow(this::notReady), false);
        folder.rememberPort(running.port());
        return running;
      } catch (EmbeddedServerException e) {
        end(child);
        // Between our look at the port and the server's another program may have taken it.
        if (attempt == PORT_TRIES || FreePort.isFree(port)) {
          throw e;
        }
      }
    }
  }

  private ChildProcess launch(int port) {
    String program = data.programs().program("postgres").toString();
    var words =
        List.of(
            program,
            "-D",
            data.path().toString(),
            "-p",
            Integer.toString(port),
            "-h",
            "127.0.0.1",
            "-k",
            "");
    return new ChildProcess(
        data.programs().account().detached(words).start(folder.log(LOG)).toHandle());
  }

  private static void end(ChildProcess child) {
    if (child.handle().isAlive()) {
      Postmaster.stop(child);
    }
  }

  /** The postmaster once it accepts connections; empty when it ended before, or takes too long. */
  private Optional<Postmaster> awaitReady(ChildProcess process) {
    boolean restoring = Files.exists(data.path().resolve("recovery.signal"));
    Deadline.in(restoring ? RESTORED : READY)
        .await(() -> !process.handle().isAlive() || ready(process).isPresent());
    return ready(process);
  }

  private Optional<Postmaster> ready(ChildProcess process) {
    return Postmaster.of(data.path())
        .filter(postmaster -> postmaster.ready() && postmaster.process().equals(process));
  }

  private EmbeddedServerException notReady() {
    Path log = folder.resolve(LOG);
    return new EmbeddedServerException(
        Fault.START_FAILED,
        "PostgreSQL did not get ready; its log is " + log + ":\n" + DataFolder.tail(log));
  }

  /** Asks the server on the port whose data it serves: a port can be somebody else's. */
  private RunningPostgres answering(Postmaster postmaster, boolean adopted) {
    var login = new Properties();
    login.setProperty("user", PostgresServer.USER);
    login.setProperty("password", data.password());
    login.setProperty("connectTimeout", "10");
    login.setProperty("socketTimeout", "30");
    String url = "jdbc:postgresql://127.0.0.1:" + postmaster.port() + "/postgres";
    // An adopted server reads the configuration just written; to a fresh one it makes no
    // difference.
    try (Connection connection = DriverManager.getConnection(url, login);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select current_setting('data_directory'), pg_reload_conf()")) {
      row.next();
      if (!data.path().equals(Path.of(row.getString(1)))) {
        throw new EmbeddedServerException(
            Fault.NOT_OURS,
            "the PostgreSQL on port "
                + postmaster.port()
                + " serves "
                + row.getString(1)
                + ", not "
                + data.path());
      }
      return new RunningPostgres(postmaster.process(), postmaster.port(), data.password(), adopted);
    } catch (SQLException e) {
      throw new EmbeddedServerException(
          Fault.NOT_OURS, "the PostgreSQL on port " + postmaster.port() + " does not let us in", e);
    }
  }
}
