package ai.kompl.embedded;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * An S3 endpoint inside this JVM, on the loopback interface, with its objects as files. Requests
 * must be signed (signature version 4) with the generated keys. It has no versions, tags, object
 * lock or encryption at rest: what needs those looks at what its endpoint offers. Safe for use by
 * many threads.
 */
public final class ObjectStorageServer implements AutoCloseable {
  private static final int PORT_TRIES = 3;
  private static final int MAX_THREADS = 24;

  private final DataFolder folder;
  private final FilesystemNio2BlobStore store;
  private final S3Proxy proxy;
  private final AtomicBoolean closed = new AtomicBoolean();

  private ObjectStorageServer(DataFolder folder, FilesystemNio2BlobStore store, S3Proxy proxy) {
    this.folder = folder;
    this.store = store;
    this.proxy = proxy;
  }

  /**
   * Starts the endpoint and returns when it accepts requests.
   *
   * @throws EmbeddedServerException with a code and what to do
   */
  public static ObjectStorageServer start(ObjectStorageSettings settings) {
    DataFolder folder = DataFolder.take(settings.folder());
    boolean started = false;
    try {
      ObjectStorageServer server = start(settings, folder);
      folder.rememberPort(server.proxy.getPort());
      started = true;
      return server;
    } finally {
      if (!started) {
        folder.close();
      }
    }
  }

  private static ObjectStorageServer start(ObjectStorageSettings settings, DataFolder folder) {
    // A relative folder would make listings come out empty without any error.
    Path objects = folder.resolve("objects").toAbsolutePath();
    try {
      Files.createDirectories(objects);
    } catch (IOException e) {
      throw DataFolder.unreadable(objects, e);
    }
    var store = new FilesystemNio2BlobStore(objects.toString());
    for (int attempt = 1; ; attempt++) {
      int port = FreePort.choose(settings.port(), folder.rememberedPort());
      S3Proxy proxy =
          S3Proxy.builder()
              .endpoint(URI.create("http://127.0.0.1:" + port))
              .awsAuthentication(
                  AuthenticationType.AWS_V4, folder.secret("access-key"), folder.secret("password"))
              .blobStore(store)
              .jettyMaxThreads(MAX_THREADS)
              .build();
      if (started(proxy, attempt)) {
        return new ObjectStorageServer(folder, store, proxy);
      }
    }
  }

  /** Whether the endpoint got its port; the last attempt throws instead. */
  private static boolean started(S3Proxy proxy, int attempt) {
    try {
      proxy.start();
      return true;
    } catch (IOException e) {
      stop(proxy);
      if (attempt == PORT_TRIES) {
        throw new EmbeddedServerException(
            Fault.START_FAILED, "the object storage endpoint does not start", e);
      }
      return false;
    } catch (Exception e) {
      // The library declares it so; nothing can be done about it here.
      throw new EmbeddedServerException(
          Fault.START_FAILED, "the object storage endpoint does not start", e);
    }
  }

  /** The address to give an S3 client, with path-style access. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return proxy.getPort();
  }

  /** The generated access key id. */
  public String accessKey() {
    return folder.secret("access-key");
  }

  /** The generated secret key. */
  public String secret() {
    return folder.secret("password");
  }

  /**
   * Makes a bucket where it is missing.
   *
   * @param name 3 to 63 lower-case letters, digits and hyphens
   */
  public void createBucketIfMissing(String name) {
    if (!name.matches("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")) {
      throw new IllegalArgumentException("not a plain bucket name: " + name);
    }
    if (!store.containerExists(name)) {
      store.createContainer(name);
    }
  }

  /** Stops the endpoint; the objects stay. A second call does nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        stop(proxy);
      } finally {
        folder.close();
      }
    }
  }

  private static void stop(S3Proxy proxy) {
    try {
      proxy.stop();
    } catch (Exception e) {
      // The library declares it so; nothing can be done about it here.
      throw new EmbeddedServerException(
          Fault.STOP_FAILED, "the object storage endpoint does not end", e);
    }
  }
}
