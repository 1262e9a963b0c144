package ai.kompl.federation.json;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A growing run of bytes that JSON is written to. It can be cut back to an earlier length, which is
 * how a value is taken back after its first half was written. One buffer is used by one thread.
 */
public final class JsonBuffer {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private static final Page NO_PAGE = Page.of(new byte[0]);

  private final @Nullable PagePool pool;
  private Page page;
  private byte[] bytes;
  private int length;

  /** An empty buffer with room for {@code capacity} bytes before it grows. */
  public JsonBuffer(int capacity) {
    this(null, Page.of(new byte[Math.max(capacity, 64)]));
  }

  private JsonBuffer(@Nullable PagePool pool, Page page) {
    this.pool = pool;
    this.page = page;
    this.bytes = page.bytes();
  }

  /**
   * An empty buffer on a page of the pool, with room for {@code capacity} bytes before it takes a
   * larger one. Whoever has it last {@linkplain #release() releases} it.
   */
  public static JsonBuffer on(PagePool pool, int capacity) {
    return new JsonBuffer(pool, pool.take(capacity));
  }

  /**
   * Gives a page of a pool back. The buffer is empty then; bytes that someone still holds may not
   * be used any more.
   */
  public void release() {
    page.release();
    page = NO_PAGE;
    bytes = page.bytes();
    length = 0;
  }

  /** How many bytes have been written. */
  public int length() {
    return length;
  }

  /**
   * The bytes themselves, of which the first {@link #length()} count. Valid until the next write.
   */
  public byte[] array() {
    return bytes;
  }

  /** A copy of what has been written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  /** Writes everything to the stream. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
  }

  /** Forgets all bytes from {@code newLength} on. */
  public void cutTo(int newLength) {
    length = newLength;
  }

  /** Makes room for {@code more} bytes, so that the writes that follow need not copy. */
  public void reserve(int more) {
    if (more > bytes.length - length) {
      grow(more);
    }
  }

  /** Adds one ASCII character. */
  public void add(char ascii) {
    if (length == bytes.length) {
      grow(1);
    }
    bytes[length++] = (byte) ascii;
  }

  /** Adds bytes as they are. */
  public void add(byte[] source) {
    add(source, 0, source.length);
  }

  /** Adds a range of bytes as they are. */
  public void add(byte[] source, int from, int count) {
    reserve(count);
    System.arraycopy(source, from, bytes, length, count);
    length += count;
  }

  /** Adds text that is ASCII and needs no escaping. */
  public void addAscii(String text) {
    int count = text.length();
    reserve(count);
    for (int i = 0; i < count; i++) {
      bytes[length + i] = (byte) text.charAt(i);
    }
    length += count;
  }

  /** Adds a whole number. */
  public void addLong(long value) {
    addAscii(Long.toString(value));
  }

  /** Adds a string value: quotes around it, escaped by RFC 8259 section 7. */
  public void addString(String text) {
    add('"');
    int from = 0;
    int count = text.length();
    for (int i = 0; i < count; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        addAsciiRange(text, from, i);
        addBeyondAscii(text, i);
        return;
      }
      if (c < 0x20 || c == '"' || c == '\\') {
        addAsciiRange(text, from, i);
        addEscaped(c);
        from = i + 1;
      }
    }
    addAsciiRange(text, from, count);
    add('"');
  }

  private void addAsciiRange(String text, int from, int to) {
    reserve(to - from);
    for (int i = from; i < to; i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
  }

  // The rest of a string from its first character beyond ASCII, with the closing quote.
  private void addBeyondAscii(String text, int from) {
    byte[] rest = text.substring(from).getBytes(StandardCharsets.UTF_8);
    int start = 0;
    for (int i = 0; i < rest.length; i++) {
      byte b = rest[i];
      if ((b >= 0 && b < 0x20) || b == '"' || b == '\\') {
        add(rest, start, i - start);
        addEscaped((char) b);
        start = i + 1;
      }
    }
    add(rest, start, rest.length - start);
    add('"');
  }

  private void addEscaped(char c) {
    add('\\');
    switch (c) {
      case '"', '\\' -> add(c);
      case '\n' -> add('n');
      case '\r' -> add('r');
      case '\t' -> add('t');
      case '\b' -> add('b');
      case '\f' -> add('f');
      default -> {
        addAscii("u00");
        add((char) HEX[c >> 4]);
        add((char) HEX[c & 15]);
      }
    }
  }

  private void grow(int more) {
    long wanted = Math.max((long) length + more, (long) bytes.length * 2);
    if ((long) length + more > Integer.MAX_VALUE - 16) {
      throw new JsonException("text larger than 2 GiB", length);
    }
    moveTo((int) Math.min(wanted, Integer.MAX_VALUE - 16));
  }

  private void moveTo(int capacity) {
    Page larger = pool == null ? Page.of(new byte[capacity]) : pool.take(capacity);
    System.arraycopy(bytes, 0, larger.bytes(), 0, length);
    page.release();
    page = larger;
    bytes = larger.bytes();
  }
}
