package ai.kompl.local.verify.isolation;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** One message of PostgreSQL's protocol 3, with its type and length. Nobody changes its bytes. */
final class WireMessage {
  static final char READY = 'Z';
  static final char PARSE = 'P';
  static final char QUERY = 'Q';
  static final char SYNC = 'S';
  static final char TERMINATE = 'X';
  static final char AUTHENTICATION = 'R';
  static final char DATA_ROW = 'D';
  static final char COPY_IN = 'G';
  private static final int HEAD = 5;

  private final byte[] bytes;

  private WireMessage(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes;
  }

  static WireMessage read(DataInputStream in) throws IOException {
    byte type = in.readByte();
    int length = in.readInt();
    byte[] bytes = new byte[length + 1];
    ByteBuffer.wrap(bytes).put(type).putInt(length);
    in.readFully(bytes, HEAD, length - 4);
    return new WireMessage(bytes);
  }

  /** A simple query. */
  static WireMessage query(String sql) {
    byte[] text = sql.getBytes(StandardCharsets.UTF_8);
    return of(QUERY, Arrays.copyOf(text, text.length + 1));
  }

  private static WireMessage of(char type, byte[] body) {
    byte[] bytes = new byte[body.length + HEAD];
    ByteBuffer.wrap(bytes).put((byte) type).putInt(body.length + 4).put(body);
    return new WireMessage(bytes);
  }

  char type() {
    return (char) bytes[0];
  }

  boolean isReadyAndIdle() {
    return type() == READY && bytes[HEAD] == 'I';
  }

  /** Whether the server waits for the client now: for a password, not for a final word. */
  boolean asksForPassword() {
    if (type() != AUTHENTICATION) {
      return false;
    }
    int kind = ByteBuffer.wrap(bytes, HEAD, 4).getInt();
    return kind != 0 && kind != 12;
  }

  /** The text of a Parse message's statement. */
  String statement() {
    int from = end(HEAD) + 1;
    return new String(bytes, from, end(from) - from, StandardCharsets.ISO_8859_1);
  }

  /** The same message with another statement. */
  WireMessage withStatement(UnaryOperator<String> change) {
    if (type() != PARSE) {
      return this;
    }
    String text = statement();
    String changed = change.apply(text);
    if (changed.equals(text)) {
      return this;
    }
    int from = end(HEAD) + 1;
    int to = end(from);
    byte[] middle = changed.getBytes(StandardCharsets.ISO_8859_1);
    var body = ByteBuffer.allocate(bytes.length - HEAD - (to - from) + middle.length);
    body.put(bytes, HEAD, from - HEAD).put(middle).put(bytes, to, bytes.length - to);
    return of(PARSE, body.array());
  }

  /** The values of a data row as text. */
  List<String> values() {
    ByteBuffer body = ByteBuffer.wrap(bytes, HEAD, bytes.length - HEAD);
    int columns = body.getShort();
    var values = new ArrayList<String>();
    for (int i = 0; i < columns; i++) {
      int length = body.getInt();
      byte[] value = new byte[Math.max(0, length)];
      body.get(value);
      values.add(new String(value, StandardCharsets.UTF_8));
    }
    return values;
  }

  private int end(int from) {
    int at = from;
    while (bytes[at] != 0) {
      at++;
    }
    return at;
  }
}
