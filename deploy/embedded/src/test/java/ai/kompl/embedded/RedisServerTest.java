package ai.kompl.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisServerTest {
  @TempDir Path folder;

  @Test
  void valuesSurviveAnOrdinaryRestart() throws IOException {
    try (var server = start()) {
      ask(server, "SET", "note", "kept");
    }

    try (var server = start()) {
      assertThat(ask(server, "GET", "note")).containsExactly("kept");
      assertThat(server.adopted()).isFalse();
    }
  }

  @Test
  void theServerOfAKilledJvmIsTakenOverWithItsValues() throws Exception {
    var holder = HolderProcess.start("redis", folder);
    try (RedisSession session = RedisSession.open(holder.port())) {
      session.ask("AUTH", Files.readString(folder.resolve("password")));
      session.ask("SET", "note", "kept");
    }

    holder.kill();

    try (var server = start()) {
      assertThat(server.adopted()).isTrue();
      assertThat(server.pid()).isEqualTo(holder.serverPid());
      assertThat(server.port()).isEqualTo(holder.port());
      assertThat(ask(server, "GET", "note")).containsExactly("kept");
    }
    assertThat(ProcessHandle.of(holder.serverPid()).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void valuesSurviveTheSuddenDeathOfTheServer() throws IOException {
    var first = start();
    ask(first, "XADD", "stream", "1-1", "field", "kept");

    ProcessHandle process = ProcessHandle.of(first.pid()).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
    first.close();

    try (var server = start()) {
      assertThat(server.adopted()).isFalse();
      assertThat(ask(server, "XRANGE", "stream", "-", "+")).containsExactly("1-1", "field", "kept");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "TERM"})
  void aServerThatEndsUnaskedIsStartedAgainOnItsPort(String signal) throws IOException {
    try (var server = start()) {
      ask(server, "SET", "note", "kept");
      long before = server.pid();
      int port = server.port();

      new ChildProcess(ProcessHandle.of(before).orElseThrow()).signal(signal);

      assertThat(Deadline.in(Duration.ofSeconds(30)).await(() -> server.pid() != before)).isTrue();
      assertThat(server.port()).isEqualTo(port);
      assertThat(ask(server, "GET", "note")).containsExactly("kept");
    }
  }

  @Test
  void nobodyEntersWithoutThePassword() {
    try (var server = start()) {
      assertThatThrownBy(
              () -> {
                try (RedisSession session = RedisSession.open(server.port())) {
                  session.ask("GET", "note");
                }
              })
          .isInstanceOf(IOException.class)
          .hasMessageContaining("NOAUTH");
    }
  }

  @Test
  void thePasswordStaysOutOfTheArgumentsAndInFilesOfTheOwner() throws IOException {
    try (var server = start()) {
      for (String name : new String[] {"password", "port", "redis.conf", "redis.log"}) {
        assertThat(
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
            .as(name)
            .isEqualTo("rw-------");
      }
      String arguments =
          ProcessHandle.of(server.pid()).orElseThrow().info().commandLine().orElseThrow();
      assertThat(arguments).contains("redis-server").doesNotContain(server.password());
    }
  }

  @Test
  void theAddressIsOneThatTheClientLibraryUnderstands() {
    try (var server = start();
        RedisClient client = RedisClient.create(server.url());
        var connection = client.connect()) {
      assertThat(connection.sync().ping()).isEqualTo("PONG");
    }
  }

  @Test
  void aPortThatIsTakenMeanwhileIsReplacedByAnother() throws IOException {
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
    try (var squatter = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = squatter.getLocalPort();

      assertThatThrownBy(() -> RedisServer.start(RedisSettings.in(folder).withPort(port)))
          .isInstanceOfSatisfying(
              EmbeddedServerException.class, e -> assertThat(e.fault()).isEqualTo(Fault.PORT_TAKEN))
          .hasMessageContaining("port " + port);
    }
  }

  @Test
  void aFolderIsHeldByOneLivingServerAtATime() {
    try (var server = start()) {
      assertThatThrownBy(this::start)
          .isInstanceOfSatisfying(
              EmbeddedServerException.class,
              e -> assertThat(e.fault()).isEqualTo(Fault.DATA_IN_USE));
      assertThat(server.adopted()).isFalse();
    }
  }

  @Test
  void cachesMayBeDroppedUnderPressureStreamsMayNot() throws IOException {
    try (var server = start()) {
      assertThat(ask(server, "CONFIG", "GET", "maxmemory-policy"))
          .isEqualTo(List.of("maxmemory-policy", "volatile-lru"));
      assertThat(ask(server, "CONFIG", "GET", "appendonly"))
          .isEqualTo(List.of("appendonly", "yes"));
    }
  }

  @Test
  void testsGetDatabasesOfTheirOwn() {
    try (RedisClient client = RedisClient.create()) {
      var one =
          client
              .connect(io.lettuce.core.RedisURI.create(TestRedis.shared().createDatabase()))
              .sync();
      var two =
          client
              .connect(io.lettuce.core.RedisURI.create(TestRedis.shared().createDatabase()))
              .sync();

      one.set("note", "one");

      assertThat(two.get("note")).isNull();
      assertThat(one.get("note")).isEqualTo("one");
    }
  }

  private RedisServer start() {
    return RedisServer.start(RedisSettings.in(folder));
  }

  private static List<String> ask(RedisServer server, String... words) throws IOException {
    try (RedisSession session = RedisSession.open(server.port())) {
      session.ask("AUTH", server.password());
      return session.ask(words);
    }
  }
}
