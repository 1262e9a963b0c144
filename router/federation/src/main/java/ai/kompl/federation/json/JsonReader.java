package ai.kompl.federation.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A cursor over JSON text in UTF-8 that checks everything it passes (RFC 8259 grammar, RFC 3629
 * encoding, nesting depth) and copies nothing. Values are told by their byte ranges.
 *
 * <p>Every method that moves throws {@link JsonException} at the first wrong byte. One reader is
 * used by one thread.
 */
public final class JsonReader {
  // Reading digits into a Java number takes time that grows with the square of their count.
  private static final int MAX_NUMBER_LENGTH = 1024;

  private final byte[] bytes;
  private final int end;
  private final int maxDepth;
  private int at;
  private int depth;
  private int keyStart;
  private int keyEnd;
  private boolean keyEscaped;

  /**
   * A reader over a range of bytes.
   *
   * @param bytes the array, not copied
   * @param offset where the text begins
   * @param length how many bytes it has
   * @param maxDepth how many arrays and objects may be open at once
   */
  public JsonReader(byte[] bytes, int offset, int length, int maxDepth) {
    this.bytes = bytes;
    this.at = offset;
    this.end = offset + length;
    this.maxDepth = maxDepth;
  }

  /** The position of the next byte. */
  public int position() {
    return at;
  }

  /** The array that is read. */
  public byte[] bytes() {
    return bytes;
  }

  /** How many arrays and objects are open. */
  public int depth() {
    return depth;
  }

  /** Goes back to a position noted earlier, with the nesting depth that it had there. */
  public void returnTo(int position, int openThere) {
    at = position;
    depth = openThere;
  }

  /** Passes white space and tells the {@link JsonKind} of the value that follows. */
  public int kind() {
    skipSpace();
    int kind = at < end ? JsonKind.of(bytes[at]) : 0;
    if (kind == 0) {
      throw at < end ? wrong("no JSON value") : wrong("text ends too early");
    }
    return kind;
  }

  /** Passes the opening brace. */
  public void beginObject() {
    expect('{', "no object");
    deeper();
  }

  /**
   * Goes to the next member of the current object: past its key and colon. Call with {@code first}
   * once after {@link #beginObject()}.
   *
   * @return false when the object has ended; its brace is then passed
   */
  public boolean nextMember(boolean first) {
    if (closes('}', first)) {
      return false;
    }
    readKey();
    return true;
  }

  /**
   * Like {@link #nextMember} for the case that the key is known beforehand.
   *
   * @param quoted the expected key with its quotes and colon
   * @return true when exactly this key came, without white space around it, and was passed; false
   *     when nothing was passed
   */
  public boolean passMember(byte[] quoted, boolean first) {
    int from = at;
    if (!first) {
      if (from >= end || bytes[from] != ',') {
        return false;
      }
      from++;
    }
    int to = from + quoted.length;
    if (to > end || !Arrays.equals(bytes, from, to, quoted, 0, quoted.length)) {
      return false;
    }
    keyStart = from + 1;
    keyEnd = to - 2;
    keyEscaped = false;
    at = to;
    return true;
  }

  /**
   * Passes the closing brace of the current object if it is the next byte.
   *
   * @return whether it was
   */
  public boolean passEnd() {
    if (at >= end || bytes[at] != '}') {
      return false;
    }
    at++;
    depth--;
    return true;
  }

  /** Passes the opening bracket. */
  public void beginArray() {
    expect('[', "no array");
    deeper();
  }

  /**
   * Goes to the next element of the current array. Call with {@code first} once after {@link
   * #beginArray()}.
   *
   * @return false when the array has ended; its bracket is then passed
   */
  public boolean nextElement(boolean first) {
    return !closes(']', first);
  }

  /** Where the last key begins, after its quote. */
  public int keyStart() {
    return keyStart;
  }

  /** Where the last key ends, before its quote. */
  public int keyEnd() {
    return keyEnd;
  }

  /**
   * Whether the last key is this name, given as UTF-8. Keys written with escapes are compared too.
   */
  public boolean keyIs(byte[] name) {
    if (keyEscaped) {
      return JsonValues.unescape(bytes, keyStart, keyEnd)
          .equals(new String(name, StandardCharsets.UTF_8));
    }
    return Arrays.equals(bytes, keyStart, keyEnd, name, 0, name.length);
  }

  /** The last key as text. */
  public String key() {
    return JsonValues.unescape(bytes, keyStart, keyEnd);
  }

  /** Passes one whole value of any kind, checking it. */
  public void skipValue() {
    switch (kind()) {
      case JsonKind.OBJECT -> skipObject();
      case JsonKind.ARRAY -> skipArray();
      default -> skipScalar();
    }
  }

  /** Passes a string, number, boolean or null; the cursor stands on its first byte. */
  public void skipScalar() {
    switch (bytes[at]) {
      case '"' -> skipString();
      case 't' -> skipWord("true");
      case 'f' -> skipWord("false");
      case 'n' -> skipWord("null");
      default -> skipNumber();
    }
  }

  /** Passes white space to the end of the text; anything else there is an error. */
  public void expectEnd() {
    skipSpace();
    if (at < end) {
      throw wrong("text after the end of the value");
    }
  }

  // Recursion is bounded by maxDepth.
  private void skipObject() {
    beginObject();
    for (boolean first = true; nextMember(first); first = false) {
      skipValue();
    }
  }

  private void skipArray() {
    beginArray();
    for (boolean first = true; nextElement(first); first = false) {
      skipValue();
    }
  }

  private boolean closes(char bracket, boolean first) {
    skipSpace();
    if (at >= end) {
      throw wrong("text ends too early");
    }
    byte next = bytes[at];
    if (next == bracket) {
      at++;
      depth--;
      return true;
    }
    if (!first) {
      if (next != ',') {
        throw wrong("comma or closing bracket expected");
      }
      at++;
      skipSpace();
    }
    return false;
  }

  private void readKey() {
    if (at >= end || bytes[at] != '"') {
      throw wrong("member name expected");
    }
    keyStart = at + 1;
    keyEscaped = skipString();
    keyEnd = at - 1;
    skipSpace();
    expect(':', "colon expected");
  }

  private void expect(char wanted, String what) {
    if (at >= end) {
      throw wrong("text ends too early");
    }
    if (bytes[at] != wanted) {
      throw wrong(what);
    }
    at++;
  }

  private void deeper() {
    if (++depth > maxDepth) {
      throw wrong("nesting deeper than " + maxDepth);
    }
  }

  private void skipSpace() {
    while (at < end && isSpace(bytes[at])) {
      at++;
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private void skipWord(String word) {
    int length = word.length();
    if (at + length > end) {
      throw wrong("text ends too early");
    }
    for (int i = 0; i < length; i++) {
      if (bytes[at + i] != word.charAt(i)) {
        throw wrong("no JSON value");
      }
    }
    at += length;
  }

  // Returns whether the string has escapes. RFC 8259 section 7.
  private boolean skipString() {
    boolean escaped = false;
    int i = at + 1;
    while (true) {
      i = Swar.plainEnd(bytes, i, end);
      if (i >= end) {
        throw wrong("string is not closed");
      }
      byte b = bytes[i];
      if (b == '"') {
        at = i + 1;
        return escaped;
      }
      if (b == '\\') {
        escaped = true;
        i = escapeEnd(i);
      } else if (b < 0) {
        i = Utf8.sequenceEnd(bytes, i, end);
      } else {
        throw new JsonException("control character in a string", i);
      }
    }
  }

  private int escapeEnd(int i) {
    if (i + 1 >= end) {
      throw wrong("string is not closed");
    }
    return switch (bytes[i + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> i + 2;
      case 'u' -> unicodeEnd(i);
      default -> throw new JsonException("unknown escape", i);
    };
  }

  private int unicodeEnd(int i) {
    if (i + 6 > end) {
      throw wrong("string is not closed");
    }
    for (int k = i + 2; k < i + 6; k++) {
      if (Character.digit(bytes[k], 16) < 0) {
        throw new JsonException("unknown escape", i);
      }
    }
    return i + 6;
  }

  // RFC 8259 section 6: no leading zeros, no plus sign, digits around the point.
  private void skipNumber() {
    int i = bytes[at] == '-' ? at + 1 : at;
    if (i < end && bytes[i] == '0') {
      i++;
    } else {
      i = digitsEnd(i);
    }
    if (i < end && bytes[i] == '.') {
      i = digitsEnd(i + 1);
    }
    if (i < end && (bytes[i] == 'e' || bytes[i] == 'E')) {
      i++;
      if (i < end && (bytes[i] == '+' || bytes[i] == '-')) {
        i++;
      }
      i = digitsEnd(i);
    }
    if (i - at > MAX_NUMBER_LENGTH) {
      throw wrong("number longer than " + MAX_NUMBER_LENGTH);
    }
    at = i;
  }

  private int digitsEnd(int from) {
    int i = from;
    while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
      i++;
    }
    if (i == from) {
      throw new JsonException("digit expected", i);
    }
    return i;
  }

  private JsonException wrong(String what) {
    return new JsonException(what, at);
  }
}
