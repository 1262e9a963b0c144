package ai.kompl.local.verify.isolation;

import ai.kompl.local.client.HttpInput;
import java.io.BufferedInputStream;
import java.io.IOException;
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
  private final HttpInput in;

  HttpLine(URI endpoint) throws IOException {
    this.socket = new Socket(endpoint.getHost(), endpoint.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    this.in = new HttpInput(new BufferedInputStream(socket.getInputStream(), 1 << 15));
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
    in.bytes(bytes);
  }

  private Answer answer() throws IOException {
    String status = in.line();
    var headers = new LinkedHashMap<String, String>();
    for (String header = in.line(); !header.isEmpty(); header = in.line()) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    boolean chunked = headers.getOrDefault("transfer-encoding", "").contains("chunked");
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = chunked ? in.chunks() : in.bytes(length);
    return new Answer(
        Integer.parseInt(status.split(" ", 3)[1]),
        headers,
        new String(body, StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
