package ai.kompl.embedded;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * For tests: one real Redis per JVM, in a temporary folder, kept in memory only, and gone when the
 * JVM ends.
 */
public final class TestRedis {
  private final RedisServer server;
  private final AtomicInteger databases = new AtomicInteger();

  private TestRedis(RedisServer server) {
    this.server = server;
  }

  private static final class Shared {
    static final TestRedis INSTANCE = start();
  }

  /** The server of this JVM, started on first use. */
  public static TestRedis shared() {
    return Shared.INSTANCE;
  }

  /**
   * The address, with the password, of an empty database of its own: keys are apart from those of
   * other tests, channels of publish and subscribe are not. There are 1,023 of them.
   */
  public String createDatabase() {
    String url = server.url();
    return url.substring(0, url.length() - 1) + databases.incrementAndGet();
  }

  /** The server itself. */
  public RedisServer server() {
    return server;
  }

  private static TestRedis start() {
    Path folder =
        TestFolder.create(
            "redis", abandoned -> RedisStart.process(abandoned).ifPresent(RedisServer::stop));
    var server = RedisServer.start(RedisSettings.in(folder).inMemory());
    TestFolder.atExit(server::close, folder);
    return new TestRedis(server);
  }
}
