package ai.kompl.embedded;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import ai.kompl.embedded.PostgresSettings.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** One start of the embedded PostgreSQL: from the folder to a server that answers as ours. */
final class PostgresStart {
  static final String LOG = "postgres.log";
  static final String DATA = "data";
  static final String PASSWORD = "password";

  private static final Duration INITDB = Duration.ofMinutes(3);
  // Recovery after a power failure reads the whole log; an ordinary start takes half a second.
  private static final Duration READY = Duration.ofMinutes(5);
  private static final int PORT_TRIES = 3;

  private final PostgresSettings settings;
  private final DataFolder folder;
  private final Path data;
  private final ServerAccount account;
  private final Path programs;

  PostgresStart(PostgresSettings settings, DataFolder folder) {
    this.settings = settings;
    this.folder = folder;
    this.data = folder.resolve(DATA);
    this.account = ServerAccount.forDataIn(data);
    settings.progress().accept("PostgreSQL: unpacking the server programs, once");
    this.programs = BinaryCache.open(settings.cache(), account).postgres(Platform.current());
  }

  RunningPostgres run() {
    prepareData();
    configure(Optional.empty());
    return adopt().orElseGet(this::startFresh);
  }

  // ---- data

  /** Makes the data where there are none; refuses what this version cannot read. */
  void prepareData() {
    if (!account.canEnter(folder.path())) {
      throw new EmbeddedServerException(
          Fault.DATA_UNREACHABLE,
          "root cannot run PostgreSQL, and the user it runs as instead cannot enter "
              + folder.path()
              + "; choose a data folder whose parents everybody may enter");
    }
    if (Files.exists(data)) {
      checkVersion();
    } else {
      initialise();
    }
  }

  private void checkVersion() {
    String version = DataFolder.read(data.resolve("PG_VERSION"));
    if (!version.equals(Integer.toString(PostgresServer.MAJOR))) {
      throw new EmbeddedServerException(
          Fault.DATA_OF_ANOTHER_VERSION,
          "the data in "
              + data
              + " were written by PostgreSQL "
              + version
              + ", this product brings PostgreSQL "
              + PostgresServer.MAJOR
              + "; nothing was changed. Either choose another data folder, or run a PostgreSQL "
              + version
              + " on these data, dump them (pg_dumpall) and restore the dump into the new server");
    }
    if (folder.readSecret(PASSWORD).isEmpty()) {
      throw new EmbeddedServerException(
          Fault.SECRET_LOST,
          "the data in "
              + data
              + " are there, the file with their password, "
              + folder.resolve(PASSWORD)
              + ", is not; put it back from a backup");
    }
  }

  private void initialise() {
    settings.progress().accept("PostgreSQL: making the data folder, once");
    Path fresh = folder.resolve("data.new");
    Path passwordFile = folder.resolve("initdb.password");
    Path log = folder.log("initdb.log");
    try {
      FileTree.delete(fresh);
      Files.createDirectory(fresh);
      DataFolder.writePrivately(passwordFile, folder.secret(PASSWORD));
      account.give(fresh);
      account.give(passwordFile);
      if (!initdb(fresh, passwordFile).succeeds(log, INITDB)) {
        throw new EmbeddedServerException(
            Fault.START_FAILED,
            "initdb failed; its output is in " + log + ":\n" + DataFolder.tail(log));
      }
      Files.writeString(
          fresh.resolve("postgresql.conf"),
          PostgresConfiguration.INCLUDE,
          StandardOpenOption.APPEND);
      Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw DataFolder.unreadable(fresh, e);
    } finally {
      FileTree.delete(passwordFile);
    }
  }

  private Command initdb(Path target, Path passwordFile) {
    // The builtin locale needs nothing of the machine: the same order of text everywhere, and on
    // later versions.
    var words =
        new ArrayList<>(
            List.of(program("initdb"), "-D", target.toString(), "-U", PostgresServer.USER));
    words.addAll(
        List.of(
            "-A", "scram-sha-256", "--pwfile=" + passwordFile, "-E", "UTF-8", "--no-instructions"));
    words.addAll(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
    if (settings.durability() == Durability.NONE) {
      words.add("--no-sync");
    }
    return account.command(words.toArray(String[]::new));
  }

  /** Writes our part of the configuration. */
  void configure(Optional<Path> extensions) {
    Path file = data.resolve(PostgresConfiguration.FILE);
    DataFolder.writePrivately(file, PostgresConfiguration.text(settings.durability(), extensions));
    account.give(file);
  }

  // ---- process

  /**
   * Takes over the server that a dead JVM left, unless it is one of other programs or on another
   * port than asked for.
   */
  private Optional<RunningPostgres> adopt() {
    Optional<ChildProcess> orphan = Postmaster.process(data);
    if (orphan.isEmpty()) {
      Postmaster.removeStalePidFile(data);
      return Optional.empty();
    }
    settings.progress().accept("PostgreSQL: taking over the server that still runs");
    Postmaster postmaster = awaitReady(orphan.get());
    boolean otherPort =
        settings.port().isPresent() && settings.port().getAsInt() != postmaster.port();
    if (otherPort || !orphan.get().runs(Path.of(program("postgres")))) {
      Postmaster.stop(orphan.get());
      return Optional.empty();
    }
    return Optional.of(answering(postmaster, true));
  }

  private RunningPostgres startFresh() {
    settings.progress().accept("PostgreSQL: starting");
    for (int attempt = 1; ; attempt++) {
      int port = FreePort.choose(settings.port(), folder.rememberedPort());
      Process child = launch(port);
      try {
        RunningPostgres running = answering(awaitReady(new ChildProcess(child.toHandle())), false);
        folder.rememberPort(running.port());
        return running;
      } catch (EmbeddedServerException e) {
        end(child);
        // Between our look at the port and the server's another program may have taken it.
        if (attempt == PORT_TRIES || FreePort.isFree(port)) {
          throw e;
        }
        if (settings.port().isPresent()) {
          throw FreePort.taken(port);
        }
      }
    }
  }

  private Process launch(int port) {
    var words =
        List.of(
            program("postgres"),
            "-D",
            data.toString(),
            "-p",
            Integer.toString(port),
            "-h",
            "127.0.0.1",
            "-k",
            "");
    return account.detached(words).start(folder.log(LOG));
  }

  private static void end(Process child) {
    if (child.isAlive()) {
      Postmaster.stop(new ChildProcess(child.toHandle()));
    }
  }

  private Postmaster awaitReady(ChildProcess process) {
    boolean settled =
        Deadline.in(READY)
            .await(() ->
                !process.handle().isAlive()
                    || Postmaster.of(data).filter(p -> ours(p, process)).isPresent());
    return Postmaster.of(data)
        .filter(p -> settled && ours(p, process))
        .orElseThrow(() -> {
          Path log = folder.resolve(LOG);
          return new EmbeddedServerException(
              Fault.START_FAILED,
              "PostgreSQL did not get ready; its log is " + log + ":\n" + DataFolder.tail(log));
        });
  }

  private static boolean ours(Postmaster postmaster, ChildProcess process) {
    return postmaster.ready() && postmaster.process().equals(process);
  }

  /** Asks the server on the port whose data it serves: a port can be somebody else's. */
  private RunningPostgres answering(Postmaster postmaster, boolean adopted) {
    String password = folder.secret(PASSWORD);
    var login = new Properties();
    login.setProperty("user", PostgresServer.USER);
    login.setProperty("password", password);
    login.setProperty("connectTimeout", "10");
    login.setProperty("socketTimeout", "30");
    String url = "jdbc:postgresql://127.0.0.1:" + postmaster.port() + "/postgres";
    try (Connection connection = DriverManager.getConnection(url, login);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select current_setting('data_directory'), pg_reload_conf()")) {
      row.next();
      if (!data.equals(Path.of(row.getString(1)))) {
        throw new EmbeddedServerException(
            Fault.NOT_OURS,
            "the PostgreSQL on port "
                + postmaster.port()
                + " serves "
                + row.getString(1)
                + ", not "
                + data);
      }
      return new RunningPostgres(postmaster.process(), postmaster.port(), password, adopted);
    } catch (SQLException e) {
      throw new EmbeddedServerException(
          Fault.NOT_OURS, "the PostgreSQL on port " + postmaster.port() + " does not let us in", e);
    }
  }

  // ---- files

  private String program(String name) {
    return programs.resolve("bin").resolve(name).toString();
  }
}
