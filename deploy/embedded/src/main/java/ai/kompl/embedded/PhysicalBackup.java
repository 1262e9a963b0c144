package ai.kompl.embedded;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A copy of all data of a running server, with the part of its log that makes the copy whole, taken
 * while the server works.
 *
 * @param begun when it was begun
 * @param ended from when on its data can be restored
 * @param files how many files it has
 * @param bytes their size
 */
public record PhysicalBackup(Instant begun, Instant ended, int files, long bytes) {
  static final String DATA = "data";
  static final String WAL = "wal";
  private static final Duration SYNC = Duration.ofMinutes(5);

  /**
   * Copies a running server.
   *
   * @param server the server's folder, as given to {@link PostgresSettings#in}; the product may be
   *     working with it
   * @param target a new or empty folder
   * @param further folders of the product that belong to the data, by their name in the backup;
   *     files are only ever added to them
   * @throws EmbeddedServerException NOT_RUNNING when no server works in the folder; FILE_ACCESS
   *     when the target is not empty or cannot be written
   */
  public static PhysicalBackup take(Path server, Path target, Map<String, Path> further) {
    Path backup = emptied(target);
    Path data = server.toAbsolutePath().normalize().resolve(PostgresData.FOLDER);
    Instant begun = Instant.now();
    BackupManifest.Facts facts;
    try (Connection session = login(server)) {
      facts = new Taking(session, data, backup, begun).run();
    } catch (SQLException e) {
      throw new EmbeddedServerException(
          Fault.BACKUP_FAILED, "the server broke the backup off: " + e.getMessage(), e);
    }
    try {
      Files.copy(server.resolve(PostgresData.PASSWORD), backup.resolve(PostgresData.PASSWORD));
      // Afterwards: what the rows speak of was there before they were.
      for (Map.Entry<String, Path> folder : further.entrySet()) {
        if (Files.isDirectory(folder.getValue())) {
          FileTree.copy(folder.getValue(), backup.resolve(folder.getKey()));
        }
      }
      Command.of("sync", "-f", backup.toString()).succeeds(SYNC);
      Map<String, BackupManifest.Entry> files = hashes(backup);
      new BackupManifest(facts, files).write(backup);
      return told(new BackupManifest(facts, files));
    } catch (IOException e) {
      throw DataFolder.unreadable(backup, e);
    }
  }

  /**
   * Compares a backup with its manifest, as restoring it does first.
   *
   * @throws EmbeddedServerException BACKUP_DAMAGED naming what is missing or differs
   */
  public static PhysicalBackup check(Path backup) {
    BackupManifest manifest = BackupManifest.read(backup);
    manifest.check(backup);
    return told(manifest);
  }

  private static PhysicalBackup told(BackupManifest manifest) {
    long bytes = manifest.files().values().stream().mapToLong(BackupManifest.Entry::bytes).sum();
    return new PhysicalBackup(
        manifest.facts().begun(), manifest.facts().ended(), manifest.files().size(), bytes);
  }

  /** A session of the superuser with the server that works in the folder. */
  static Connection login(Path server) throws SQLException {
    Postmaster running =
        Postmaster.of(server.toAbsolutePath().normalize().resolve(PostgresData.FOLDER))
            .filter(Postmaster::ready)
            .orElseThrow(() ->
                new EmbeddedServerException(Fault.NOT_RUNNING, "no PostgreSQL works in " + server));
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + running.port() + "/postgres",
        PostgresServer.USER,
        DataFolder.read(server.resolve(PostgresData.PASSWORD)));
  }

  private static Path emptied(Path target) {
    Path backup = target.toAbsolutePath().normalize();
    try {
      Files.createDirectories(backup);
      try (Stream<Path> children = Files.list(backup)) {
        if (children.findAny().isPresent()) {
          throw new EmbeddedServerException(
              Fault.FILE_ACCESS,
              "the folder " + backup + " is not empty; a backup is never written over another");
        }
      }
      Files.setPosixFilePermissions(backup, TarXz.permissions(0700));
      return backup;
    } catch (IOException e) {
      throw DataFolder.unreadable(backup, e);
    }
  }

  private static Map<String, BackupManifest.Entry> hashes(Path backup) throws IOException {
    var hashes = new LinkedHashMap<String, BackupManifest.Entry>();
    try (Stream<Path> files = Files.walk(backup)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        hashes.put(backup.relativize(file).toString(), BackupManifest.entry(file));
      }
    }
    return hashes;
  }

  /** Copies the data to a folder from which a replica can start. */
  static void copyForReplica(Path server, Path data) {
    try (Connection session = login(server)) {
      Path from = server.toAbsolutePath().normalize().resolve(PostgresData.FOLDER);
      Path scratch = data.resolveSibling(data.getFileName() + ".copy");
      FileTree.delete(scratch);
      Files.createDirectories(scratch);
      new Taking(session, from, scratch, Instant.now()).run();
      try (Stream<Path> segments = Files.list(scratch.resolve(WAL))) {
        for (Path segment : segments.toList()) {
          Files.move(
              segment,
              scratch.resolve(DATA).resolve("pg_wal").resolve(segment.getFileName().toString()));
        }
      }
      Files.move(scratch.resolve(DATA), data);
      FileTree.delete(scratch);
    } catch (SQLException e) {
      throw new EmbeddedServerException(
          Fault.BACKUP_FAILED, "the primary broke the copy off: " + e.getMessage(), e);
    } catch (IOException e) {
      throw DataFolder.unreadable(data, e);
    }
  }

  /** One copy in the making: the session that begins it must be the one that ends it. */
  private record Taking(Connection session, Path from, Path backup, Instant begun) {
    // Keeps the log from being recycled until it is copied; goes with the session.
    private static final String KEEP =
        "select pg_create_physical_replication_slot('kompl_backup_' || pg_backend_pid(), true, true)";

    BackupManifest.Facts run() throws SQLException {
      refuseTablespaces();
      ask(KEEP);
      String begin = ask("select pg_backup_start('kompl', fast => true)");
      BaseCopy.copy(from, backup.resolve(DATA));
      String end;
      try (Statement statement = session.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "select lsn::text, labelfile from pg_backup_stop(wait_for_archive => false)")) {
        row.next();
        end = row.getString(1);
        Path label = backup.resolve(DATA).resolve("backup_label");
        Files.writeString(label, row.getString(2), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw DataFolder.unreadable(backup, e);
      }
      WalSegment first = segment(begin);
      WalSegment last = segment(end);
      copyLog(first, last);
      return new BackupManifest.Facts(
          ask("select system_identifier::text from pg_control_system()"),
          first,
          last,
          begun,
          Instant.now());
    }

    private void refuseTablespaces() throws SQLException {
      String own = ask("select count(*)::text from pg_tablespace where oid > 2000");
      if (!own.equals("0")) {
        throw new EmbeddedServerException(
            Fault.BACKUP_FAILED, "data in tablespaces of their own are not copied");
      }
    }

    private WalSegment segment(String position) throws SQLException {
      try (PreparedStatement find =
          session.prepareStatement("select pg_walfile_name(cast(? as pg_lsn))")) {
        find.setString(1, position);
        try (ResultSet row = find.executeQuery()) {
          row.next();
          return WalSegment.named(row.getString(1)).orElseThrow();
        }
      }
    }

    private void copyLog(WalSegment first, WalSegment last) {
      Path log = backup.resolve(WAL);
      try {
        Files.createDirectories(log);
        for (WalSegment one = first; one.number() <= last.number(); one = one.next()) {
          Files.copy(from.resolve("pg_wal").resolve(one.name()), log.resolve(one.name()));
        }
      } catch (IOException e) {
        throw DataFolder.unreadable(log, e);
      }
    }

    private String ask(String question) throws SQLException {
      try (Statement statement = session.createStatement();
          ResultSet row = statement.executeQuery(question)) {
        row.next();
        return List.of(row.getString(1)).getFirst();
      }
    }
  }
}
