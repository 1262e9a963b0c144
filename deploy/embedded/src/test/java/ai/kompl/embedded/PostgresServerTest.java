package ai.kompl.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresServerTest {
  @TempDir Path folder;

  @Test
  void committedRowsSurviveAnOrdinaryRestart() throws SQLException {
    TestPostgres.seed(folder);

    try (var server = start()) {
      write(server, "create table note (id int)");
      write(server, "insert into note values (1), (2)");
    }

    try (var server = start()) {
      assertThat(read(server, "select count(*) from note")).isEqualTo("2");
      assertThat(server.adopted()).isFalse();
    }
  }

  @Test
  void theServerOfAKilledJvmIsTakenOverWithItsRows() throws Exception {
    TestPostgres.seed(folder);

    var holder = HolderProcess.start("postgres", folder);
    try (Connection connection = login(holder.port());
        var statement = connection.createStatement()) {
      statement.execute("create table note as select 7 as id");
    }

    holder.kill();

    try (var server = start()) {
      assertThat(server.adopted()).isTrue();
      assertThat(server.pid()).isEqualTo(holder.serverPid());
      assertThat(server.port()).isEqualTo(holder.port());
      assertThat(read(server, "select id from note")).isEqualTo("7");
    }
    assertThat(ProcessHandle.of(holder.serverPid()).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void theServerOfAKilledJvmCanBeStoppedWithoutAStart() throws Exception {
    TestPostgres.seed(folder);
    var holder = HolderProcess.start("postgres", folder);
    holder.kill();

    assertThat(PostgresServer.stopLeftOver(folder)).isTrue();

    assertThat(ProcessHandle.of(holder.serverPid()).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(PostgresServer.stopLeftOver(folder)).isFalse();
  }

  @Test
  void committedRowsSurviveTheSuddenDeathOfTheServer() throws SQLException {
    TestPostgres.seed(folder);

    var first = start();
    write(first, "create table note as select 9 as id");

    killTree(first.pid());
    first.close();

    try (var server = start()) {
      assertThat(server.adopted()).isFalse();
      assertThat(read(server, "select id from note")).isEqualTo("9");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "TERM", "INT"})
  void aServerThatEndsUnaskedIsStartedAgainOnItsPort(String signal) throws SQLException {
    TestPostgres.seed(folder);
    var told = new CopyOnWriteArrayList<String>();

    try (var server =
            PostgresServer.start(
                PostgresSettings.in(folder)
                    .withVector(VectorExtension.Choice.OFF)
                    .withProgress(told::add));
        Connection pooled =
            DriverManager.getConnection(server.url("postgres"), server.user(), server.password())) {
      write(server, "create table note as select 5 as id");
      long before = server.pid();
      int port = server.port();

      new ChildProcess(ProcessHandle.of(before).orElseThrow()).signal(signal);

      assertThat(Deadline.in(Duration.ofSeconds(30)).await(() -> server.pid() != before)).isTrue();
      assertThat(server.port()).isEqualTo(port);
      assertThat(read(server, "select id from note")).isEqualTo("5");
      assertThat(pooled.isValid(1)).isFalse();
      assertThat(told).contains("PostgreSQL ended without being asked to; starting it again");
    }
  }

  @Test
  void theDataAreWrittenWithFullDurabilityAndAPortableLocale() throws SQLException {
    try (var server = start()) {
      assertThat(read(server, "select current_setting('fsync')")).isEqualTo("on");
      assertThat(read(server, "select current_setting('synchronous_commit')")).isEqualTo("on");
      assertThat(read(server, "select current_setting('server_version_num')::int / 10000"))
          .isEqualTo("18");
      assertThat(
              read(
                  server,
                  "select datlocprovider::text || ' ' || datlocale from pg_database where datname = 'postgres'"))
          .isEqualTo("b C.UTF-8");
      assertThat(read(server, "select current_setting('listen_addresses')")).isEqualTo("127.0.0.1");
      assertThat(read(server, "select current_setting('unix_socket_directories')")).isEmpty();
    }
  }

  @Test
  void nobodyEntersWithoutThePassword() {
    TestPostgres.seed(folder);

    try (var server = start()) {
      assertThatThrownBy(() ->
              DriverManager.getConnection(server.url("postgres"), server.user(), "guess").close())
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
    }
  }

  @Test
  void thePasswordAndTheLogsAreForTheOwnerOnly() throws IOException {
    try (var server = start()) {
      for (String name : new String[] {"password", "port", "postgres.log", "initdb.log"}) {
        assertThat(
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
            .as(name)
            .isEqualTo("rw-------");
      }
      assertThat(Files.readString(folder.resolve("password")))
          .isEqualTo(server.password())
          .hasSize(48);
      assertThat(folder.resolve("initdb.password")).doesNotExist();
    }
  }

  @Test
  void aPortThatIsTakenMeanwhileIsReplacedByAnother() throws IOException {
    TestPostgres.seed(folder);

    int before;
    try (var server = start()) {
      before = server.port();
    }

    try (var squatter = new ServerSocket(before, 1, InetAddress.getLoopbackAddress());
        var server = start()) {
      assertThat(server.port()).isNotEqualTo(squatter.getLocalPort());
    }
  }

  @Test
  void aPortAskedForThatIsTakenIsRefusedByName() throws IOException {
    TestPostgres.seed(folder);

    try (var squatter = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = squatter.getLocalPort();

      assertThatThrownBy(() -> PostgresServer.start(PostgresSettings.in(folder).withPort(port)))
          .isInstanceOfSatisfying(
              EmbeddedServerException.class, e -> assertThat(e.fault()).isEqualTo(Fault.PORT_TAKEN))
          .hasMessageContaining("port " + port);
    }
    try (var server = start()) {
      assertThat(server.adopted()).as("the refusal left nothing behind").isFalse();
    }
  }

  @Test
  void dataOfAnotherMajorVersionAreRefusedAndLeftAlone() throws IOException {
    TestPostgres.seed(folder);

    start().close();
    Files.writeString(folder.resolve("data/PG_VERSION"), "16\n");

    assertThatThrownBy(this::start)
        .isInstanceOfSatisfying(
            EmbeddedServerException.class,
            e -> assertThat(e.fault()).isEqualTo(Fault.DATA_OF_ANOTHER_VERSION))
        .hasMessageContaining("PostgreSQL 16")
        .hasMessageContaining("pg_dumpall");

    assertThat(folder.resolve("data/PG_VERSION")).hasContent("16\n");
  }

  @Test
  void dataWhosePasswordIsLostAreRefused() throws IOException {
    TestPostgres.seed(folder);

    start().close();
    Files.delete(folder.resolve("password"));

    assertThatThrownBy(this::start)
        .isInstanceOfSatisfying(
            EmbeddedServerException.class, e -> assertThat(e.fault()).isEqualTo(Fault.SECRET_LOST));
  }

  @Test
  void aFolderIsHeldByOneLivingServerAtATime() throws Exception {
    TestPostgres.seed(folder);

    try (var server = start()) {
      assertThatThrownBy(this::start)
          .isInstanceOfSatisfying(
              EmbeddedServerException.class,
              e -> assertThat(e.fault()).isEqualTo(Fault.DATA_IN_USE))
          .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
      assertThat(read(server, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void aPidFileWhoseNumberBelongsToAnotherProgramDoesNotPreventTheStart() throws Exception {
    TestPostgres.seed(folder);

    start().close();
    Files.writeString(
        folder.resolve("data/postmaster.pid"),
        ProcessHandle.current().pid() + "\n" + folder + "/data\n0\n5432\n\n127.0.0.1\n\nready\n");

    try (var server = start()) {
      assertThat(server.adopted()).isFalse();
    }
  }

  @Test
  void anInterruptedInitialisationIsDoneAgain() throws Exception {
    Files.createDirectories(folder.resolve("data.new/base"));

    try (var server = start()) {
      assertThat(read(server, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void closingTwiceIsTheSameAsClosingOnce() {
    TestPostgres.seed(folder);

    var server = start();

    server.close();
    server.close();

    assertThat(ProcessHandle.of(server.pid()).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void rootRunsItAsTheOwnerOfTheData() throws Exception {
    assumeTrue(ServerAccount.currentUser() == 0, "only root can give data to another user");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path data = Files.createDirectory(folder.resolve("seed"));
    Files.setAttribute(data, "unix:uid", 65534);

    ServerAccount account = ServerAccount.forDataIn(data);

    assertThat(account.owner()).isEqualTo(Optional.of(new ServerAccount.Owner(65534, 0)));
    assertThat(
            account.command("sh", "-c", "test $(id -u) = 65534").succeeds(Duration.ofSeconds(10)))
        .isTrue();
  }

  private PostgresServer start() {
    return PostgresServer.start(PostgresSettings.in(folder).withVector(VectorExtension.Choice.OFF));
  }

  private Connection login(int port) throws SQLException, IOException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
        "postgres",
        Files.readString(folder.resolve("password")));
  }

  private static void write(PostgresServer server, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(server.url("postgres"), server.user(), server.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String read(PostgresServer server, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(server.url("postgres"), server.user(), server.password());
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }

  private static void killTree(long pid) {
    ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
    var children = postmaster.children().toList();
    postmaster.destroyForcibly();
    postmaster.onExit().join();
    children.forEach(ProcessHandle::destroyForcibly);
    children.forEach(child -> child.onExit().join());
  }
}
