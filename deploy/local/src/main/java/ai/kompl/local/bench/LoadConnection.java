package ai.kompl.local.bench;

import ai.kompl.local.client.HttpInput;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One kept-alive HTTP/1.1 connection of the load generator, as cheap as can be because it shares
 * the machine with what is measured. Used by one thread at a time.
 */
final class LoadConnection implements AutoCloseable {
  private final URI endpoint;
  private final Socket socket;
  private final HttpInput in;
  private final OutputStream out;

  LoadConnection(URI endpoint) throws IOException {
    this.endpoint = endpoint;
    this.socket = new Socket(endpoint.getHost(), endpoint.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(60_000);
    this.in = new HttpInput(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    this.out = socket.getOutputStream();
  }

  /**
   * Posts a body and reads the whole answer.
   *
   * @param authorization the value of that header
   * @throws IOException when the connection breaks or the status is not 200
   */
  byte[] post(byte[] body, String authorization) throws IOException {
    String head =
        "POST "
            + endpoint.getPath()
            + " HTTP/1.1\r\nHost: "
            + endpoint.getAuthority()
            + "\r\nContent-Type: application/json\r\nAccept: application/json\r\nAuthorization: "
            + authorization
            + "\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    byte[] start = head.getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[start.length + body.length];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    out.write(all);
    return answer();
  }

  private byte[] answer() throws IOException {
    String status = in.line();
    int length = -1;
    boolean chunked = false;
    for (String header = in.line(); !header.isEmpty(); header = in.line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).strip());
      }
      chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
    }
    byte[] body = chunked ? in.chunks() : in.bytes(Math.max(0, length));
    if (!status.contains(" 200 ")) {
      throw new IOException(status + ": " + new String(body, StandardCharsets.UTF_8));
    }
    return body;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
