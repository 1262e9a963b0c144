package ai.kompl.local.verify.isolation;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The way from the product to its database, in the proof's own process: it lets a meddler see and
 * change what is sent, and looks at connections that the product has given back. Each connection
 * has a virtual thread and goes one round after the other, as PostgreSQL's protocol does: what the
 * client sends up to its Sync, then what the server answers up to ReadyForQuery.
 */
final class PostgresRelay implements AutoCloseable {
  private static final int SSL_REQUEST = 80877103;
  private static final int GSS_REQUEST = 80877104;
  private static final int CANCEL_REQUEST = 80877102;

  private final InetSocketAddress database;
  private final ServerSocket listener;
  private final AtomicReference<Meddler> meddler = new AtomicReference<>(Meddler.NONE);
  private final SessionProbe probe;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private PostgresRelay(int databasePort, ServerSocket listener, SessionProbe probe) {
    this.database = new InetSocketAddress(InetAddress.getLoopbackAddress(), databasePort);
    this.listener = listener;
    this.probe = probe;
  }

  /** Listens on a free port before that database. */
  static PostgresRelay start(int databasePort, SessionProbe probe) {
    try {
      var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      var relay = new PostgresRelay(databasePort, listener, probe);
      Thread.ofVirtual().name("postgres-relay").start(relay::accept);
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException("no port for the way to the database", e);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /** From now on that one meddles. */
  void meddle(Meddler chosen) {
    meddler.set(chosen);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket server = new Socket()) {
      open.add(client);
      client.setTcpNoDelay(true);
      server.connect(database);
      server.setTcpNoDelay(true);
      begin(client, server);
    } catch (IOException e) {
      // One side is gone; closing both tells the other.
    } finally {
      open.remove(client);
    }
  }

  private void begin(Socket client, Socket server) throws IOException {
    var fromClient = new DataInputStream(new BufferedInputStream(client.getInputStream(), 1 << 15));
    var fromServer = new DataInputStream(new BufferedInputStream(server.getInputStream(), 1 << 15));
    int length = fromClient.readInt();
    int code = fromClient.readInt();
    while (code == SSL_REQUEST || code == GSS_REQUEST) {
      client.getOutputStream().write('N');
      length = fromClient.readInt();
      code = fromClient.readInt();
    }
    byte[] rest = fromClient.readNBytes(length - 8);
    var start = new DataOutputStream(server.getOutputStream());
    start.writeInt(length);
    start.writeInt(code);
    start.write(rest);
    start.flush();
    if (code != CANCEL_REQUEST) {
      authenticate(fromClient, fromServer, client.getOutputStream(), server.getOutputStream());
      rounds(fromClient, fromServer, client.getOutputStream(), server.getOutputStream());
    }
  }

  /** The server speaks first and the client answers one message at a time, until it is ready. */
  private static void authenticate(
      DataInputStream fromClient,
      DataInputStream fromServer,
      OutputStream toClient,
      OutputStream toServer)
      throws IOException {
    WireMessage message;
    do {
      message = WireMessage.read(fromServer);
      toClient.write(message.bytes());
      if (message.asksForPassword()) {
        toServer.write(WireMessage.read(fromClient).bytes());
      }
    } while (message.type() != WireMessage.READY);
  }

  private void rounds(
      DataInputStream fromClient,
      DataInputStream fromServer,
      OutputStream toClient,
      OutputStream toServer)
      throws IOException {
    var session = new WireSession(fromServer, toServer);
    while (true) {
      WireRound asked = WireRound.ofClient(fromClient);
      if (asked.ends()) {
        toServer.write(asked.bytes());
        return;
      }
      if (asked.copies()) {
        toServer.write(asked.bytes());
        continue;
      }
      Meddler now = meddler.get();
      WireRound sent = now.ask(asked);
      toServer.write(sent.bytes());
      WireRound answered = WireRound.ofServer(fromServer);
      if (answered.isIdle()) {
        probe.look(session);
      }
      toClient.write(now.answer(asked, answered).bytes());
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the way to the database does not close", e);
    }
  }
}
