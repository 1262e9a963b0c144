package ai.kompl.local.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the lines and bodies of HTTP/1.1 answers (RFC 9112). Used by one thread at a time.
 *
 * @param in buffered; stays open
 */
public record HttpInput(InputStream in) {
  /**
   * The next line without its end.
   *
   * @throws EOFException when the connection ends before the line does
   */
  public String line() throws IOException {
    var line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  /** A body of known length; shorter when the connection ends. */
  public byte[] bytes(int length) throws IOException {
    return in.readNBytes(length);
  }

  /** A body in chunks (RFC 9112, 7.1), without trailers. */
  public byte[] chunks() throws IOException {
    var all = new ByteArrayOutputStream(1 << 16);
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
}
