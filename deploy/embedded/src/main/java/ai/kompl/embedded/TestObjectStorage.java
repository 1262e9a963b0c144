package ai.kompl.embedded;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** For tests: one real S3 endpoint per JVM, in a temporary folder, gone when the JVM ends. */
public final class TestObjectStorage {
  private final ObjectStorageServer server;
  private final AtomicInteger buckets = new AtomicInteger();

  private TestObjectStorage(ObjectStorageServer server) {
    this.server = server;
  }

  private static final class Shared {
    static final TestObjectStorage INSTANCE = start();
  }

  /** The endpoint of this JVM, started on first use. */
  public static TestObjectStorage shared() {
    return Shared.INSTANCE;
  }

  /** The name of a new empty bucket. */
  public String createBucket() {
    String name = "test-" + buckets.incrementAndGet();
    server.createBucketIfMissing(name);
    return name;
  }

  /** The endpoint itself. */
  public ObjectStorageServer server() {
    return server;
  }

  private static TestObjectStorage start() {
    Path folder = TestFolder.create("objects", _ -> {});
    var server = ObjectStorageServer.start(ObjectStorageSettings.in(folder));
    TestFolder.atExit(server::close, folder);
    return new TestObjectStorage(server);
  }
}
