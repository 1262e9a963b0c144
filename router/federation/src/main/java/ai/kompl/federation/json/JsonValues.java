package ai.kompl.federation.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as Java values and back: {@code Map} in the order of the text, {@code List}, {@code String},
 * {@code Boolean}, {@code Integer}, {@code Long}, {@code BigInteger}, {@code BigDecimal}, null. Not
 * for the hot path.
 */
public final class JsonValues {
  private JsonValues() {}

  /** Reads one whole text; a repeated key in an object is an error. */
  public static @Nullable Object read(byte[] bytes, int maxDepth) {
    JsonReader reader = new JsonReader(bytes, 0, bytes.length, maxDepth);
    Object value = read(reader);
    reader.expectEnd();
    return value;
  }

  /** Reads the value that the reader stands before. */
  public static @Nullable Object read(JsonReader reader) {
    return switch (reader.kind()) {
      case JsonKind.OBJECT -> readObject(reader);
      case JsonKind.ARRAY -> readArray(reader);
      default -> {
        int from = reader.position();
        reader.skipScalar();
        yield scalar(reader.bytes(), from, reader.position());
      }
    };
  }

  /** The scalar whose checked text is this range. */
  public static @Nullable Object scalar(byte[] bytes, int from, int to) {
    return switch (bytes[from]) {
      case '"' -> unescape(bytes, from + 1, to - 1);
      case 't' -> true;
      case 'f' -> false;
      case 'n' -> null;
      default -> number(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
    };
  }

  /** The text of a checked string, given without its quotes. */
  public static String unescape(byte[] bytes, int from, int to) {
    String raw = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    int next = raw.indexOf('\\');
    if (next < 0) {
      return raw;
    }
    StringBuilder text = new StringBuilder(raw.length());
    int start = 0;
    while (next >= 0) {
      text.append(raw, start, next);
      char c = raw.charAt(next + 1);
      text.append(c == 'u' ? (char) Integer.parseInt(raw, next + 2, next + 6, 16) : plain(c));
      start = next + (c == 'u' ? 6 : 2);
      next = raw.indexOf('\\', start);
    }
    return text.append(raw, start, raw.length()).toString();
  }

  /**
   * Writes a value. Values of other types than those of this class are written as strings, except
   * that any {@code Number} is written as its text and any {@code Iterable} as an array.
   */
  public static void write(@Nullable Object value, JsonBuffer out) {
    switch (value) {
      case null -> out.addAscii("null");
      case String text -> out.addString(text);
      case Boolean flag -> out.addAscii(flag ? "true" : "false");
      case Double number -> writeDouble(number, out);
      case Float number -> writeDouble(number.doubleValue(), out);
      case Number number -> out.addAscii(number.toString());
      case Map<?, ?> map -> writeMap(map, out);
      case Iterable<?> list -> writeList(list, out);
      default -> out.addString(value.toString());
    }
  }

  private static void writeDouble(double number, JsonBuffer out) {
    // JSON has no NaN and no infinity (RFC 8259 section 6).
    out.addAscii(Double.isFinite(number) ? Double.toString(number) : "null");
  }

  private static void writeMap(Map<?, ?> map, JsonBuffer out) {
    char separator = '{';
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.add(separator);
      out.addString(String.valueOf(entry.getKey()));
      out.add(':');
      write(entry.getValue(), out);
      separator = ',';
    }
    if (separator == '{') {
      out.add('{');
    }
    out.add('}');
  }

  private static void writeList(Iterable<?> list, JsonBuffer out) {
    char separator = '[';
    for (Object element : list) {
      out.add(separator);
      write(element, out);
      separator = ',';
    }
    if (separator == '[') {
      out.add('[');
    }
    out.add(']');
  }

  private static Map<String, @Nullable Object> readObject(JsonReader reader) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    reader.beginObject();
    for (boolean first = true; reader.nextMember(first); first = false) {
      String key = reader.key();
      if (map.containsKey(key)) {
        throw new JsonException("repeated member name", reader.keyStart());
      }
      map.put(key, read(reader));
    }
    return map;
  }

  private static List<@Nullable Object> readArray(JsonReader reader) {
    List<@Nullable Object> list = new ArrayList<>();
    reader.beginArray();
    for (boolean first = true; reader.nextElement(first); first = false) {
      list.add(read(reader));
    }
    return list;
  }

  private static Object number(String text) {
    if (isFraction(text)) {
      return new BigDecimal(text);
    }
    if (text.length() < 10) {
      return Integer.valueOf(text);
    }
    if (text.length() < 19) {
      long value = Long.parseLong(text);
      return (int) value == value ? (Object) (int) value : (Object) value;
    }
    return new BigInteger(text);
  }

  private static boolean isFraction(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' || c == 'e' || c == 'E') {
        return true;
      }
    }
    return false;
  }

  private static char plain(char escape) {
    return switch (escape) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> escape;
    };
  }
}
