package ai.kompl.federation.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on a free loopback port that answers each request as told, rightly or wrongly. It speaks
 * just enough HTTP/1.1 to be a subgraph, and breaks it where a test wants that.
 */
public final class HttpStub implements AutoCloseable {

  /** Decides how a request is answered; called on the connection's own virtual thread. */
  @FunctionalInterface
  public interface Handler {
    Reply reply(Request request) throws IOException;
  }

  /** A request as it came. */
  public record Request(String line, Map<String, String> headers, String text) {}

  /** Bytes to send, and whether the connection is closed afterwards. */
  public record Reply(List<byte[]> parts, boolean close) {

    public static Reply json(String body) {
      return json(200, body.getBytes(StandardCharsets.UTF_8));
    }

    public static Reply json(int status, byte[] body) {
      String head =
          "HTTP/1.1 " + status + " Status\r\nContent-Type: application/json\r\nContent-Length: ";
      return raw(join(ascii(head + body.length + "\r\n\r\n"), body), false);
    }

    public static Reply raw(String text, boolean close) {
      return raw(ascii(text), close);
    }

    public static Reply raw(byte[] bytes, boolean close) {
      return new Reply(List.of(bytes), close);
    }

    /** The body in chunks of the given size. */
    public static Reply chunked(String body, int size) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      out.writeBytes(
          ascii(
              "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"));
      for (int at = 0; at < bytes.length; at += size) {
        int count = Math.min(size, bytes.length - at);
        out.writeBytes(ascii(Integer.toHexString(count) + ";note=1\r\n"));
        out.write(bytes, at, count);
        out.writeBytes(ascii("\r\n"));
      }
      out.writeBytes(ascii("0\r\nTrailer: x\r\n\r\n"));
      return raw(out.toByteArray(), false);
    }
  }

  private final ServerSocket server;
  private final Handler handler;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private final Thread acceptor;

  private HttpStub(ServerSocket server, Handler handler) {
    this.server = server;
    this.handler = handler;
    this.acceptor = Thread.ofPlatform().daemon().unstarted(this::accept);
  }

  public static HttpStub start(Handler handler) {
    try {
      HttpStub stub =
          new HttpStub(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), handler);
      stub.acceptor.start();
      return stub;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/graphql");
  }

  /** How many connections have been accepted. */
  public int connections() {
    return connections.get();
  }

  /** How many requests have come. */
  public int requests() {
    return requests.get();
  }

  /** Closes the connections that are open at the moment. */
  public void dropConnections() {
    List<Socket> open = List.copyOf(sockets);
    open.forEach(HttpStub::closeSocket);
    sockets.removeAll(open);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    dropConnections();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        connections.incrementAndGet();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        closeWhenStopped(e);
      }
    }
  }

  private void closeWhenStopped(IOException e) {
    if (!server.isClosed()) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      OutputStream out = socket.getOutputStream();
      boolean open = true;
      while (open) {
        open = exchange(in, out);
      }
    } catch (IOException e) {
      // The client or the test closed the connection.
      sockets.remove(socket);
    }
  }

  private boolean exchange(InputStream in, OutputStream out) throws IOException {
    String line = line(in);
    if (line.isEmpty()) {
      return false;
    }
    Map<String, String> headers = new TreeMap<>();
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    requests.incrementAndGet();
    Reply reply =
        handler.reply(new Request(line, headers, new String(body, StandardCharsets.UTF_8)));
    for (byte[] part : reply.parts()) {
      out.write(part);
      out.flush();
    }
    return !reply.close();
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        break;
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  private static void closeSocket(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] join(byte[] first, byte[] second) {
    List<byte[]> parts = new ArrayList<>(List.of(first, second));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    parts.forEach(out::writeBytes);
    return out.toByteArray();
  }
}
