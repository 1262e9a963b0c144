package ai.kompl.tenancy.vault.content;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * ClamAV's daemon, reached by TCP with its command INSTREAM: the file goes over in parts, each with
 * its length in front, and a part of no length ends it. A file larger than the daemon's
 * StreamMaxLength gets no verdict and is not accepted.
 */
public final class ClamdScan implements VirusScan {
  private static final int LONGEST_ANSWER = 4096;

  private final URI address;
  private final Duration patience;

  /**
   * A daemon.
   *
   * @param address {@code clamd://host:port}
   * @param patience how long is waited for a connection, and then for each answer
   */
  public ClamdScan(URI address, Duration patience) {
    if (!"clamd".equals(address.getScheme())
        || address.getHost() == null
        || address.getPort() < 1) {
      throw new IllegalArgumentException("a scanner's address is clamd://host:port");
    }
    this.address = address;
    this.patience = patience;
  }

  @Override
  public Optional<String> engine() {
    return Optional.of("clamd");
  }

  @Override
  public Passage begin() {
    Socket socket = new Socket();
    boolean begun = false;
    try {
      socket.connect(
          new InetSocketAddress(address.getHost(), address.getPort()), (int) patience.toMillis());
      socket.setSoTimeout((int) patience.toMillis());
      var out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
      out.write("zINSTREAM\0".getBytes(StandardCharsets.US_ASCII));
      begun = true;
      return new Stream(socket, out);
    } catch (IOException e) {
      throw away("does not answer", e);
    } finally {
      if (!begun) {
        close(socket);
      }
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw away("connection does not close", e);
    }
  }

  private static ProblemException away(String what, IOException cause) {
    return new ProblemException(
        Problem.UNAVAILABLE,
        Problem.UNAVAILABLE.message(),
        new IOException("the virus scanner " + what, cause));
  }

  private record Stream(Socket socket, DataOutputStream out) implements Passage {
    @Override
    public void take(byte[] part) {
      try {
        out.writeInt(part.length);
        out.write(part);
      } catch (IOException e) {
        throw away("takes no more: compare its StreamMaxLength with the largest upload", e);
      }
    }

    @Override
    public Optional<String> finding() {
      try {
        out.writeInt(0);
        out.flush();
        return verdict(answer());
      } catch (IOException e) {
        throw away("gives no verdict", e);
      }
    }

    private String answer() throws IOException {
      var answer = new StringBuilder();
      for (int c = socket.getInputStream().read();
          c > 0 && answer.length() < LONGEST_ANSWER;
          c = socket.getInputStream().read()) {
        answer.append((char) c);
      }
      return answer.toString();
    }

    private static Optional<String> verdict(String answer) throws IOException {
      if (answer.equals("stream: OK")) {
        return Optional.empty();
      }
      if (answer.startsWith("stream: ") && answer.endsWith(" FOUND")) {
        return Optional.of(
            answer.substring("stream: ".length(), answer.length() - " FOUND".length()));
      }
      throw new IOException("it answers: " + answer);
    }

    @Override
    public void close() {
      ClamdScan.close(socket);
    }
  }
}
