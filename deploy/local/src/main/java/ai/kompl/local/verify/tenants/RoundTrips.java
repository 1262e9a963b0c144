package ai.kompl.local.verify.tenants;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Stands before the database and counts how often a client speaks after the server has. */
final class RoundTrips implements AutoCloseable {
  private final int serverPort;
  private final AtomicLong turns = new AtomicLong();
  private final ServerSocket listener;

  RoundTrips(int serverPort) throws IOException {
    this.serverPort = serverPort;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("round-trips").start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  long turns() {
    return turns.get();
  }

  private void accept() {
    try {
      while (!listener.isClosed()) {
        Socket client = listener.accept();
        var server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        var spoken = new AtomicBoolean();
        Thread.ofVirtual().start(() -> pump(client, server, () -> asked(spoken)));
        Thread.ofVirtual().start(() -> pump(server, client, () -> spoken.set(false)));
      }
    } catch (IOException e) {
      if (!listener.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void asked(AtomicBoolean spoken) {
    if (spoken.compareAndSet(false, true)) {
      turns.incrementAndGet();
    }
  }

  private static void pump(Socket from, Socket to, Runnable heard) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[64 * 1024];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        heard.run();
        out.write(buffer, 0, n);
      }
    } catch (IOException ended) {
      // One side has hung up; closing both tells the other.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
