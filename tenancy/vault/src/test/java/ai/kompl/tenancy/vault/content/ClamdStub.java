package ai.kompl.tenancy.vault.content;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;

/** A stand-in for ClamAV's daemon that speaks INSTREAM over a real socket, one file at a time. */
final class ClamdStub implements AutoCloseable {
  private final ServerSocket server;
  private final int limit;
  private final AtomicReference<byte[]> received = new AtomicReference<>(new byte[0]);

  /**
   * Listens.
   *
   * @param limit its StreamMaxLength
   */
  ClamdStub(int limit) throws IOException {
    this.server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    this.limit = limit;
    Thread.ofVirtual().start(this::serve);
  }

  URI address() {
    return URI.create("clamd://127.0.0.1:" + server.getLocalPort());
  }

  byte[] received() {
    return received.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.getOutputStream().write((answer(socket) + "\0").getBytes(US_ASCII));
      } catch (IOException e) {
        // The client went away, or the stub was closed: both end this file and no more.
        received.set(new byte[0]);
      }
    }
  }

  private String answer(Socket socket) throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    String command = new String(in.readNBytes(10), US_ASCII);
    if (!command.equals("zINSTREAM\0")) {
      return "UNKNOWN COMMAND";
    }
    var content = new ByteArrayOutputStream();
    for (int length = in.readInt(); length > 0; length = in.readInt()) {
      content.write(in.readNBytes(length));
      if (content.size() > limit) {
        return "INSTREAM size limit exceeded. ERROR";
      }
    }
    received.set(content.toByteArray());
    return content.toString(US_ASCII).contains(EicarScan.EICAR)
        ? "stream: Eicar-Test-Signature FOUND"
        : "stream: OK";
  }
}
