package ai.kompl.embedded;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A few words with a Redis over its own protocol (RESP 2), enough to ask who it is; a full client
 * would cost more than the server. Not for use by more than one thread.
 */
final class RedisSession implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int LONGEST = 1 << 20;

  private final Socket socket;
  private final InputStream in;

  private RedisSession(Socket socket, InputStream in) {
    this.socket = socket;
    this.in = in;
  }

  static RedisSession open(int port) throws IOException {
    var socket = new Socket();
    boolean open = false;
    try {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(new InetSocketAddress(FreePort.loopback(), port), TIMEOUT_MILLIS);
      var session = new RedisSession(socket, new BufferedInputStream(socket.getInputStream()));
      open = true;
      return session;
    } finally {
      if (!open) {
        socket.close();
      }
    }
  }

  /**
   * Sends one command and returns its reply, a list flattened to its texts.
   *
   * @throws IOException also when the reply is an error
   */
  List<String> ask(String... words) throws IOException {
    var request = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      request
          .append('$')
          .append(word.getBytes(StandardCharsets.UTF_8).length)
          .append("\r\n")
          .append(word)
          .append("\r\n");
    }
    socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
    var reply = new ArrayList<String>();
    readReply(reply);
    return reply;
  }

  private void readReply(List<String> reply) throws IOException {
    String line = readLine();
    String rest = line.isEmpty() ? "" : line.substring(1);
    switch (line.isEmpty() ? ' ' : line.charAt(0)) {
      case '+', ':' -> reply.add(rest);
      case '$' -> reply.add(readText(number(rest)));
      case '*' -> {
        for (int left = number(rest); left > 0; left--) {
          readReply(reply);
        }
      }
      case '-' -> throw new IOException("refused: " + rest);
      default -> throw new IOException("not a Redis");
    }
  }

  private String readText(int length) throws IOException {
    if (length < 0) {
      return "";
    }
    byte[] bytes = in.readNBytes(length + 2);
    if (bytes.length < length + 2) {
      throw new EOFException("the server hung up");
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private String readLine() throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || line.length() > LONGEST) {
        throw new EOFException("the server hung up");
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }

  private static int number(String text) throws IOException {
    if (!text.matches("-1|[0-9]{1,7}")) {
      throw new IOException("not a Redis");
    }
    return Integer.parseInt(text);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
