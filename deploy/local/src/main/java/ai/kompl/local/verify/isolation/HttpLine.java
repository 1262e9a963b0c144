package ai.kompl.local.verify.isolation;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One kept-alive HTTP/1.1 connection, written by hand: it can send what a well-behaved client
 * cannot, and break off at any byte. Used by one thread at a time.
 */
final class HttpLine implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;

  /**
   * An answer.
   *
   * @param headers by lower-case name
   */
  record Answer(int status, Map<String, String> headers, String text) {}

  private final Socket socket;
  private final InputStream in;

  HttpLine(URI endpoint) throws IOException {
    this.socket = new Socket(endpoint.getHost(), endpoint.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    this.in = new BufferedInputStream(socket.getInputStream(), 1 << 15);
  }

  /** The bytes of a request; headers are written as they are given. */
  static byte[] request(String method, String target, Map<String, String> headers, byte[] body) {
    var head = new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    byte[] start = head.toString().getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(start, start.length + body.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    return all;
  }

  /** Sends a request and reads the whole answer. */
  Answer exchange(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    return answer();
  }

  /** Sends so many bytes of a request. */
  void sendPart(byte[] request, int bytes) throws IOException {
    socket.getOutputStream().write(request, 0, Math.min(bytes, request.length));
  }

  /** Reads so many bytes of an answer, or fewer when it is shorter and the line is closed. */
  void readPart(int bytes) throws IOException {
    in.readNBytes(bytes);
  }

  private Answer answer() throws IOException {
    String status = line();
    var headers = new LinkedHashMap<String, String>();
    for (String header = line(); !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    boolean chunked = headers.getOrDefault("transfer-encoding", "").contains("chunked");
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = chunked ? chunks() : in.readNBytes(length);
    return new Answer(
        Integer.parseInt(status.split(" ", 3)[1]),
        headers,
        new String(body, StandardCharsets.UTF_8));
  }

  private byte[] chunks() throws IOException {
    var all = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      all.writeBytes(in.readNBytes(size));
      line();
    }
    line();
    return all.toByteArray();
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the endpoint closed the connection");
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
