package ai.kompl.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A catalogue file far above the limit, sent to the assembled product. */
class LargeUploadTest {
  private static final long FILE = 200L << 20;
  private static final long LIMIT = 64L << 20;

  /** What the buffers of both ends of a connection may hold beyond what was read. */
  private static final long UNDER_WAY = 16L << 20;

  @TempDir Path folder;

  @Test
  void twoHundredMegabytesAreRefusedBeforeTheyAreSentOrSoonAfterTheLimit() throws IOException {
    try (var product = RunningProduct.start(folder, Map.of())) {
      Sent declared = send(product, "Content-Length: " + FILE, false);
      Sent undeclared = send(product, "Transfer-Encoding: chunked", true);

      assertThat(declared.answer()).startsWith("HTTP/1.1 413").contains("PAYLOAD_TOO_LARGE");
      assertThat(declared.bytes()).isLessThan(UNDER_WAY);
      assertThat(undeclared.answer()).startsWith("HTTP/1.1 413").contains("PAYLOAD_TOO_LARGE");
      assertThat(undeclared.bytes()).isBetween(LIMIT, LIMIT + UNDER_WAY);
      assertThat(Waiting.until(Duration.ofSeconds(10), () -> spooled() == 0)).isTrue();
    }
  }

  /**
   * A request of which no more is sent once the answer has begun.
   *
   * @param bytes how much of the file was sent until then
   */
  private record Sent(long bytes, String answer) {}

  private static Sent send(RunningProduct product, String length, boolean chunked)
      throws IOException {
    byte[] piece = "[1234567]".repeat(7_000).getBytes(StandardCharsets.US_ASCII);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), product.endpoint().getPort())) {
      socket.setSoTimeout(30_000);
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      out.write(head(product, length));
      long sent = 0;
      while (sent < FILE && in.available() == 0) {
        if (chunked) {
          out.write(
              (Integer.toHexString(piece.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        out.write(piece);
        if (chunked) {
          out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        sent += piece.length;
      }
      return new Sent(sent, answer(in));
    }
  }

  /** The answer up to its error code; the connection may stay open for the rest of the file. */
  private static String answer(InputStream in) throws IOException {
    var text = new StringBuilder();
    for (int c = in.read(); c >= 0 && text.indexOf("PAYLOAD_TOO_LARGE") < 0; c = in.read()) {
      text.append((char) c);
    }
    return text.toString();
  }

  private static byte[] head(RunningProduct product, String length) {
    return """
    PUT /uploads HTTP/1.1
    Host: 127.0.0.1
    Authorization: Bearer %s
    Content-Type: application/json
    %s

    """
        .formatted(product.client().token().orElseThrow(), length)
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private long spooled() {
    try (Stream<Path> files = Files.walk(folder.resolve("data/spool"))) {
      return files.filter(Files::isRegularFile).count();
    } catch (IOException e) {
      return -1;
    }
  }
}
