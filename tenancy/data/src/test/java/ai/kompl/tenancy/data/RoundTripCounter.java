package ai.kompl.tenancy.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between client and server and counts how often the client speaks after the server has: the
 * round trips. It can be closed and opened again on the same port, to play a server that goes away.
 */
final class RoundTripCounter implements AutoCloseable {
  private final int serverPort;
  private final AtomicInteger turns = new AtomicInteger();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private ServerSocket listener;

  RoundTripCounter(int serverPort) throws IOException {
    this.serverPort = serverPort;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    accept(listener);
  }

  int port() {
    return listener.getLocalPort();
  }

  int turns() {
    return turns.get();
  }

  /** Cuts every connection and refuses new ones. */
  void goAway() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
    open.clear();
  }

  /** Accepts connections again, on the same port. */
  void comeBack(int port) throws IOException {
    listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    accept(listener);
  }

  @Override
  public void close() throws IOException {
    goAway();
  }

  private void accept(ServerSocket from) {
    Thread.ofVirtual()
        .start(() -> {
          while (!from.isClosed()) {
            try {
              connect(from.accept());
            } catch (IOException e) {
              return;
            }
          }
        });
  }

  private void connect(Socket client) throws IOException {
    client.setTcpNoDelay(true);
    Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
    server.setTcpNoDelay(true);
    open.add(client);
    open.add(server);
    var lastByClient = new AtomicInteger();
    Thread.ofVirtual().start(() -> pump(client, server, true, lastByClient));
    Thread.ofVirtual().start(() -> pump(server, client, false, lastByClient));
  }

  private void pump(Socket from, Socket to, boolean byClient, AtomicInteger lastByClient) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[64 * 1024];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (byClient && lastByClient.getAndSet(1) == 0) {
          turns.incrementAndGet();
        }
        if (!byClient) {
          lastByClient.set(0);
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      closeQuietly(from, to);
    }
  }

  private static void closeQuietly(Socket... sockets) {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
