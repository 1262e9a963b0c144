package ai.kompl.local.verify.cache;

import ai.kompl.embedded.RedisServer;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** What happens to Redis while the trace runs. */
record RedisTrouble(RedisServer server) {
  void empty() {
    RedisClient client = RedisClient.create(server.url());
    try (var connection = client.connect()) {
      connection.sync().flushall();
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
  }

  /** It is started again by whoever looks after it. */
  void kill() {
    ProcessHandle.of(server.pid()).ifPresent(ProcessHandle::destroyForcibly);
  }

  void pauseFor(Duration time) {
    long pid = server.pid();
    signal("STOP", pid);
    pass(time);
    signal("CONT", pid);
  }

  /** Lets the trace go on. */
  static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static void signal(String name, long pid) {
    try {
      new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
