package ai.kompl.embedded;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import ai.kompl.embedded.PostgresSettings.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The data of one PostgreSQL: made once, refused where this version cannot read them, configured
 * before each start.
 */
record PostgresData(DataFolder folder, PostgresPrograms programs, PostgresSettings.Kind kind) {
  static final String FOLDER = "data";
  static final String PASSWORD = "password";

  private static final String FRESH = "data.new";
  private static final Duration INITDB = Duration.ofMinutes(3);

  Path path() {
    return folder.resolve(FOLDER);
  }

  String password() {
    return folder.secret(PASSWORD);
  }

  /** Makes the data where there are none; refuses what this version cannot read. */
  void prepare(Consumer<String> progress) {
    if (!programs.account().canEnter(folder.path())) {
      throw new EmbeddedServerException(
          Fault.DATA_UNREACHABLE,
          "root cannot run PostgreSQL, and the user it runs as instead cannot enter "
              + folder.path()
              + "; choose a data folder whose parents everybody may enter");
    }
    if (Files.exists(path())) {
      checkVersion();
      checkPassword();
    } else {
      progress.accept("PostgreSQL: making the data folder, once");
      initialise();
    }
  }

  private void checkVersion() {
    String version = DataFolder.read(path().resolve("PG_VERSION"));
    if (!version.equals(Integer.toString(PostgresServer.MAJOR))) {
      throw new EmbeddedServerException(
          Fault.DATA_OF_ANOTHER_VERSION,
          """
          the data in %s were written by PostgreSQL %s, this product brings PostgreSQL %d; nothing was changed. \
          Either choose another data folder, or run a PostgreSQL %s on these data, dump them (pg_dumpall) and restore \
          the dump into the new server\
          """
              .formatted(path(), version, PostgresServer.MAJOR, version));
    }
  }

  private void checkPassword() {
    if (folder.readSecret(PASSWORD).isEmpty()) {
      throw new EmbeddedServerException(
          Fault.SECRET_LOST,
          "the data in %s are there, the file with their password, %s, is not; put it back from a backup"
              .formatted(path(), folder.resolve(PASSWORD)));
    }
  }

  private void initialise() {
    Path fresh = folder.resolve(FRESH);
    Path passwordFile = folder.resolve("initdb.password");
    Path log = folder.log("initdb.log");
    try {
      FileTree.delete(fresh);
      Files.createDirectory(fresh);
      DataFolder.writePrivately(passwordFile, password());
      programs.account().give(fresh);
      programs.account().give(passwordFile);
      if (!initdb(fresh, passwordFile).succeeds(log, INITDB)) {
        throw new EmbeddedServerException(
            Fault.START_FAILED,
            "initdb failed; its output is in " + log + ":\n" + DataFolder.tail(log));
      }
      Files.writeString(
          fresh.resolve("postgresql.conf"),
          PostgresConfiguration.INCLUDE,
          StandardOpenOption.APPEND);
      Files.move(fresh, path(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw DataFolder.unreadable(fresh, e);
    } finally {
      FileTree.delete(passwordFile);
    }
  }

  private Command initdb(Path target, Path passwordFile) {
    var words =
        new ArrayList<>(List.of(programs.program("initdb").toString(), "-D", target.toString()));
    words.addAll(
        List.of(
            "-U",
            PostgresServer.USER,
            "-A",
            "scram-sha-256",
            "--pwfile=" + passwordFile,
            "-E",
            "UTF-8"));
    // The builtin locale needs nothing of the machine: the same order of text everywhere, and on
    // later versions.
    words.addAll(
        List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"));
    if (kind.durability() == Durability.NONE) {
      words.add("--no-sync");
    }
    return programs.account().command(words.toArray(String[]::new));
  }

  /**
   * Writes our part of the configuration, with the folder of further extensions where there is one.
   */
  void configure(Optional<Path> extensions) {
    Path file = path().resolve(PostgresConfiguration.FILE);
    kind.log().archive().map(WalArchive::new).ifPresent(kept -> kept.prepare(programs.account()));
    DataFolder.writePrivately(file, PostgresConfiguration.text(kind, extensions));
    programs.account().give(file);
  }

  /**
   * Fills an empty folder from data that were made before, which is several times faster; for
   * tests, which share no secrets.
   */
  void copyFrom(Path template) {
    FileTree.copy(template.resolve(PASSWORD), folder.resolve(PASSWORD));
    FileTree.copy(template.resolve(FOLDER), path());
    programs.account().give(path());
  }

  /** Data to copy from, made once per user and version. */
  static Path template(PostgresPrograms programs) {
    int user = programs.account().owner().map(ServerAccount.Owner::user).orElse(-1);
    String name = "test-data-" + programs.folder().getFileName() + (user < 0 ? "" : "-" + user);
    return programs
        .cache()
        .entry(
            name,
            fresh -> {
              try (DataFolder target = DataFolder.take(fresh)) {
                new PostgresData(target, programs, PostgresSettings.THROW_AWAY).prepare(_ -> {});
              }
            });
  }
}
