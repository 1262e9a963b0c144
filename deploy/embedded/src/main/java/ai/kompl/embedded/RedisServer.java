package ai.kompl.embedded;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A Redis 7 of our own on the loopback interface. It is a child process that outlives a killed JVM:
 * the next start on the same folder takes it over. When it ends without having been asked to, it is
 * started again on the same port. Version 7.0 is past its end of life upstream: good for one
 * machine, not for production, which brings its own Redis or Valkey. Safe for use by many threads.
 */
public final class RedisServer implements AutoCloseable {
  private static final Duration STOP = Duration.ofSeconds(30);

  private final DataFolder folder;
  private final ServerWatch<RunningRedis> watch;
  private final AtomicBoolean closed = new AtomicBoolean();

  private RedisServer(DataFolder folder, ServerWatch<RunningRedis> watch) {
    this.folder = folder;
    this.watch = watch;
  }

  /**
   * Starts the server, or takes over the one that still runs on the folder, and returns when it
   * answers.
   *
   * @throws EmbeddedServerException with a code and what to do
   */
  public static RedisServer start(RedisSettings settings) {
    DataFolder folder = DataFolder.take(settings.folder());
    boolean started = false;
    try {
      RunningRedis running = new RedisStart(settings, folder).run();
      var ward = new RedisWard(settings.withPort(running.port()), folder);
      var server = new RedisServer(folder, ServerWatch.over(running, ward, settings.progress()));
      started = true;
      return server;
    } finally {
      if (!started) {
        folder.close();
      }
    }
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
      Optional<ChildProcess> process = RedisStart.process(taken);
      process.ifPresent(RedisServer::stop);
      return process.isPresent();
    }
  }

  /** The address with the password, database 0: a secret, not for logs. */
  public String url() {
    return "redis://:" + watch.running().password() + "@127.0.0.1:" + port() + "/0";
  }

  /** The generated password of the default user. */
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
    return folder.resolve(RedisStart.LOG);
  }

  /** Stops the server; everything written is kept. A second call does nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        watch.close();
        stop(watch.running().process());
      } finally {
        folder.close();
      }
    }
  }

  static void stop(ChildProcess process) {
    process.signal("TERM");
    if (!process.endsWithin(STOP)) {
      throw new EmbeddedServerException(
          Fault.STOP_FAILED,
          "Redis, process " + process.handle().pid() + ", does not end; look at its log");
    }
  }
}
