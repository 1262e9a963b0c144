package ai.kompl.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import ai.kompl.embedded.PostgresSettings.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of the files of a running server, and restores to points in time. */
class PhysicalBackupTest {
  @TempDir static Path shared;

  private static final List<String> SEGMENTS = new ArrayList<>();
  private static Path folder;
  private static Path archive;
  private static Path backup;
  private static Instant between;

  @TempDir Path temporary;

  @BeforeAll
  static void makeBackup() throws SQLException {
    folder = shared.resolve("server");
    archive = shared.resolve("log archive");
    backup = shared.resolve("backup");
    TestPostgres.seed(folder);
    between = twoWrites();
  }

  @Test
  void aMomentBetweenTwoWritesComesBack() throws Exception {
    var restored = PhysicalRestore.run(request(temporary.resolve("anew"), Optional.of(between)));

    assertThat(rows(temporary.resolve("anew")))
        .as(DataFolder.read(temporary.resolve("anew").resolve("restore.log")))
        .containsExactly("before", "first");
    assertThat(restored.lastCommit()).hasValueSatisfying(at -> assertThat(at).isBefore(between));
    assertThat(restored.replaced()).isEmpty();
  }

  @Test
  void inPlaceTheLatestComesBackAndWhatWasThereIsPutAside() throws Exception {
    var restored = PhysicalRestore.run(request(folder, Optional.empty()));

    assertThat(rows(folder)).containsExactly("before", "first", "second");
    assertThat(restored.replaced()).hasValueSatisfying(aside -> assertThat(aside).exists());
  }

  @Test
  void aMissingLogSegmentIsNamedAndNothingIsReplaced() throws Exception {
    String lost = SEGMENTS.getFirst();
    Files.delete(archive.resolve(lost));
    Path anew = temporary.resolve("anew");

    assertThatThrownBy(() -> PhysicalRestore.run(request(anew, Optional.empty())))
        .isInstanceOfSatisfying(
            EmbeddedServerException.class, e -> assertThat(e.fault()).isEqualTo(Fault.WAL_MISSING))
        .hasMessageContaining(lost);
    assertThat(anew.resolve("data")).doesNotExist();
  }

  @Test
  void aFlippedByteInTheArchivedLogIsFound() throws Exception {
    String hurt = SEGMENTS.getFirst();
    flip(archive.resolve(hurt));
    try {
      assertThatThrownBy(
              () -> PhysicalRestore.run(request(temporary.resolve("anew"), Optional.of(between))))
          .isInstanceOfSatisfying(
              EmbeddedServerException.class,
              e -> assertThat(e.fault()).isEqualTo(Fault.BACKUP_DAMAGED))
          .hasMessageContaining(hurt);
    } finally {
      flip(archive.resolve(hurt));
    }
  }

  @Test
  void aFlippedByteInACopiedFileIsFound() throws Exception {
    Path control = backup.resolve("data/global/pg_control");
    flip(control);
    try {
      assertThatThrownBy(
              () -> PhysicalRestore.run(request(temporary.resolve("anew"), Optional.of(between))))
          .isInstanceOfSatisfying(
              EmbeddedServerException.class,
              e -> assertThat(e.fault()).isEqualTo(Fault.BACKUP_DAMAGED))
          .hasMessageContaining("data/global/pg_control");
    } finally {
      flip(control);
    }
  }

  @Test
  void aMomentThatTheLogDoesNotReachIsRefused() throws Exception {
    Instant tomorrow = Instant.now().plus(Duration.ofDays(1));

    assertThatThrownBy(() -> PhysicalRestore.run(request(folder, Optional.of(tomorrow))))
        .isInstanceOfSatisfying(
            EmbeddedServerException.class,
            e -> assertThat(e.fault()).isEqualTo(Fault.RESTORE_FAILED))
        .hasMessageContaining("ends before it");
    assertThat(rows(folder)).as("untouched").containsExactly("before", "first", "second");
  }

  @Test
  void aMomentBeforeTheBackupIsRefused() throws Exception {
    Instant early = PhysicalBackup.check(backup).begun();

    assertThatThrownBy(() -> PhysicalRestore.run(request(folder, Optional.of(early))))
        .hasMessageContaining("restore an earlier backup");
  }

  @Test
  void aBackupIsNeverWrittenOverAnother() throws Exception {
    assertThatThrownBy(() -> PhysicalBackup.take(folder, backup, Map.of()))
        .hasMessageContaining("not empty");
    assertThatThrownBy(() -> PhysicalBackup.take(folder, temporary.resolve("other"), Map.of()))
        .isInstanceOfSatisfying(
            EmbeddedServerException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NOT_RUNNING));
  }

  @Test
  void aReplicaRepeatsThePrimaryAndRefusesWrites() throws Exception {
    Path own = temporary.resolve("primary");
    TestPostgres.seed(own);
    try (var primary = PostgresServer.start(settings(own))) {
      write(primary, "create table note (id serial, text text)");
      try (var replica = PostgresServer.startReplica(settings(temporary.resolve("replica")), own)) {
        write(primary, "insert into note (text) values ('streamed')");

        assertThat(
                Deadline.in(Duration.ofSeconds(30))
                    .await(() -> list(replica).equals(List.of("streamed"))))
            .isTrue();
        assertThatThrownBy(() -> write(replica, "insert into note (text) values ('refused')"))
            .hasMessageContaining("read-only");
      }
    }
  }

  /** A backup, a write, a moment, a write; each write is alone in its segments of the log. */
  private static Instant twoWrites() throws SQLException {
    try (var server = PostgresServer.start(settings(folder).withWalArchive(archive))) {
      write(server, "create table note (id serial, text text)");
      write(server, "insert into note (text) values ('before')");
      PhysicalBackup.take(folder, backup, Map.of());
      write(server, "insert into note (text) values ('first')");
      SEGMENTS.add(finishedSegment(server));
      Instant moment = Instant.parse(ask(server, "select to_json(clock_timestamp())#>>'{}'"));
      write(server, "insert into note (text) values ('second')");
      SEGMENTS.add(finishedSegment(server));
      write(server, "insert into note (text) select 'x' where false");
      return moment;
    }
  }

  private static String finishedSegment(PostgresServer server) throws SQLException {
    String name = ask(server, "select pg_walfile_name(pg_current_wal_insert_lsn())");
    ask(server, "select pg_switch_wal()::text");
    assertThat(Deadline.in(Duration.ofSeconds(30)).await(() -> Files.exists(archive.resolve(name))))
        .as("archived " + name)
        .isTrue();
    return name;
  }

  private PhysicalRestore.Request request(Path server, Optional<Instant> until) {
    return new PhysicalRestore.Request(backup, server, Optional.of(archive), until, _ -> {});
  }

  private List<String> rows(Path server) {
    try (var running = PostgresServer.start(settings(server))) {
      return list(running);
    }
  }

  private static PostgresSettings settings(Path server) {
    return PostgresSettings.in(server)
        .withDurability(Durability.NONE)
        .withVector(VectorExtension.Choice.OFF);
  }

  private static List<String> list(PostgresServer server) {
    try (Connection connection = server.session();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select text from note order by id")) {
      var texts = new ArrayList<String>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(PostgresServer server, String sql) throws SQLException {
    try (Connection connection = server.session();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(PostgresServer server, String sql) throws SQLException {
    try (Connection connection = server.session();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }
}
