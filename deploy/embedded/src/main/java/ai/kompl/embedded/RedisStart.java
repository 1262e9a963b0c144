package ai.kompl.embedded;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One start of the embedded Redis: from the folder to a server that answers as ours. */
final class RedisStart {
  static final String LOG = "redis.log";
  static final String DATA = "data";

  private static final Duration READY = Duration.ofMinutes(2);
  private static final int PORT_TRIES = 3;
  private static final String PID_FILE = "redis.pid";
  private static final String CONFIGURATION = "redis.conf";

  private final RedisSettings settings;
  private final DataFolder folder;
  private final Path data;
  private final Path program;
  private final String password;

  RedisStart(RedisSettings settings, DataFolder folder) {
    this.settings = settings;
    this.folder = folder;
    this.data = folder.resolve(DATA);
    var self = new ServerAccount(List.of(), Optional.empty());
    this.program = BinaryCache.open(settings.cache(), self).redis(Platform.current());
    this.password = folder.secret("password");
  }

  RunningRedis run() {
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw DataFolder.unreadable(data, e);
    }
    return adopt().orElseGet(this::startFresh);
  }

  /** The living Redis that works in the data of the folder. */
  static Optional<ChildProcess> process(DataFolder folder) {
    return ChildProcess.named(folder.resolve(PID_FILE))
        .filter(p -> p.isServer("redis-server", folder.resolve(DATA)));
  }

  private Optional<RunningRedis> adopt() {
    Optional<ChildProcess> orphan = process(folder);
    if (orphan.isEmpty()) {
      return Optional.empty();
    }
    settings.progress().accept("Redis: taking over the server that still runs");
    boolean portFits = settings.port().isEmpty() || settings.port().equals(folder.rememberedPort());
    if (portFits && folder.rememberedPort().isPresent() && orphan.get().runs(program)) {
      return Optional.of(answering(orphan.get(), folder.rememberedPort().getAsInt(), true));
    }
    RedisServer.stop(orphan.get());
    return Optional.empty();
  }

  private RunningRedis startFresh() {
    settings.progress().accept("Redis: starting");
    for (int attempt = 1; ; attempt++) {
      int port = FreePort.choose(settings.port(), folder.rememberedPort());
      // Remembered before the start: should this JVM die right after it, the next one must find the
      // server.
      folder.rememberPort(port);
      ChildProcess child = launch(port);
      try {
        return answering(child, port, false);
      } catch (EmbeddedServerException e) {
        if (child.handle().isAlive()) {
          RedisServer.stop(child);
        }
        // Between our look at the port and the server's another program may have taken it.
        if (attempt == PORT_TRIES || FreePort.isFree(port)) {
          throw e;
        }
      }
    }
  }

  private ChildProcess launch(int port) {
    // The password is in a file of the owner's, not among the arguments that every user of the
    // machine can list.
    Path configuration = folder.resolve(CONFIGURATION);
    DataFolder.writePrivately(configuration, configuration(port));
    var self = new ServerAccount(List.of(), Optional.empty());
    Process child =
        self.detached(List.of(program.toString(), configuration.toString())).start(folder.log(LOG));
    return new ChildProcess(child.toHandle());
  }

  private String configuration(int port) {
    return """
    bind 127.0.0.1
    port %d
    protected-mode yes
    requirepass %s
    dir "%s"
    pidfile "%s"
    daemonize no
    appendonly %s
    appendfsync everysec
    save ""
    databases %d
    # Caches carry an expiry and may be dropped early; streams and budgets do not and are never dropped.
    maxmemory 256mb
    maxmemory-policy volatile-lru
    """
            .formatted(
                port,
                password,
                quoted(data),
                quoted(folder.resolve(PID_FILE)),
                settings.persistent() ? "yes" : "no",
                settings.persistent() ? 16 : 1024)
        + (settings.cluster() ? clusterConfiguration() : "");
  }

  /** The nodes talk on a port of their own: the usual one, 10,000 above, may not exist. */
  private static String clusterConfiguration() {
    return """
    cluster-enabled yes
    cluster-port %d
    cluster-node-timeout 2000
    """
        .formatted(FreePort.any());
  }

  private static String quoted(Path path) {
    return path.toString().replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private RunningRedis answering(ChildProcess process, int port, boolean adopted) {
    Deadline.in(READY).await(() -> !process.handle().isAlive() || answers(port));
    if (!process.handle().isAlive()) {
      Path log = folder.resolve(LOG);
      throw new EmbeddedServerException(
          Fault.START_FAILED,
          "Redis ended at its start; its log is " + log + ":\n" + DataFolder.tail(log));
    }
    try (RedisSession session = RedisSession.open(port)) {
      session.ask("AUTH", password);
      List<String> dir = session.ask("CONFIG", "GET", "dir");
      if (!dir.equals(List.of("dir", data.toString()))) {
        throw new EmbeddedServerException(
            Fault.NOT_OURS, "the Redis on port " + port + " serves " + dir + ", not " + data);
      }
      return new RunningRedis(process, port, password, adopted);
    } catch (IOException e) {
      throw new EmbeddedServerException(
          Fault.NOT_OURS, "the server on port " + port + " does not answer as our Redis", e);
    }
  }

  /**
   * Whether a Redis answers that has read its data; while it reads, every command but a few is
   * refused as LOADING.
   */
  private boolean answers(int port) {
    try (RedisSession session = RedisSession.open(port)) {
      session.ask("AUTH", password);
      session.ask("PING");
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
