package ai.kompl.federation.execute;

import ai.kompl.federation.json.JsonBuffer;
import ai.kompl.federation.json.JsonValues;
import ai.kompl.federation.shape.ValueShape;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Writes scalars and enum values if they are what the API schema says (GraphQL specification, 6.4.3
 * and 3.5: result coercion). Nothing is converted but integers that are ids, which become strings.
 */
final class LeafCheck {
  private static final int LONGEST_INT = 11;

  private LeafCheck() {}

  /** Writes a scalar given as checked JSON text; false when it does not fit. */
  static boolean writeText(
      ValueShape shape, int kind, byte[] bytes, int from, int length, JsonBuffer out) {
    if (!fits(shape, kind, bytes, from, length)) {
      return false;
    }
    boolean quoted = shape.kind() == ValueShape.Kind.ID && kind == Values.NUMBER;
    if (quoted) {
      out.add('"');
    }
    out.add(bytes, from, length);
    if (quoted) {
      out.add('"');
    }
    return true;
  }

  /** Whether a scalar given as checked JSON text is one of the type. */
  static boolean fits(ValueShape shape, int kind, byte[] bytes, int from, int length) {
    return switch (shape.kind()) {
      case STRING -> kind == Values.STRING;
      case INT -> kind == Values.NUMBER && isInt(bytes, from, length);
      case FLOAT -> kind == Values.NUMBER;
      case BOOLEAN -> kind == Values.BOOLEAN;
      case ENUM -> kind == Values.STRING && shape.isEnumValue(bytes, from, length);
      case ID -> kind == Values.STRING || isInteger(kind, bytes, from, length);
      case CUSTOM -> true;
      case LIST, OBJECT -> false;
    };
  }

  private static boolean isInteger(int kind, byte[] bytes, int from, int length) {
    if (kind != Values.NUMBER) {
      return false;
    }
    for (int i = from; i < from + length; i++) {
      if (bytes[i] == '.' || bytes[i] == 'e' || bytes[i] == 'E') {
        return false;
      }
    }
    return true;
  }

  private static boolean isInt(byte[] bytes, int from, int length) {
    if (length > LONGEST_INT || !isInteger(Values.NUMBER, bytes, from, length)) {
      return false;
    }
    boolean negative = bytes[from] == '-';
    long value = 0;
    for (int i = negative ? from + 1 : from; i < from + length; i++) {
      value = value * 10 + (bytes[i] - '0');
    }
    return negative ? value <= -(long) Integer.MIN_VALUE : value <= Integer.MAX_VALUE;
  }

  /** Writes a scalar given as a Java value; false when it does not fit. */
  static boolean writeJava(ValueShape shape, Object value, JsonBuffer out) {
    boolean fits =
        switch (shape.kind()) {
          case STRING -> value instanceof String;
          case INT -> isInt(value);
          case FLOAT -> value instanceof Number number && isFinite(number);
          case BOOLEAN -> value instanceof Boolean;
          case ENUM -> value instanceof String name && isEnumValue(shape, name);
          case ID -> value instanceof String || isWhole(value);
          case CUSTOM -> true;
          case LIST, OBJECT -> false;
        };
    if (!fits) {
      return false;
    }
    if (shape.kind() == ValueShape.Kind.ID) {
      out.addString(value.toString());
    } else {
      JsonValues.write(value, out);
    }
    return true;
  }

  /** Whether a Java value is an enum value kept from clients. */
  static boolean isHidden(ValueShape shape, Object value) {
    byte[] quoted = ('"' + value.toString() + '"').getBytes(StandardCharsets.UTF_8);
    return value instanceof String && shape.isHiddenValue(quoted, 0, quoted.length);
  }

  private static boolean isFinite(Number number) {
    return !(number instanceof Double || number instanceof Float)
        || Double.isFinite(number.doubleValue());
  }

  private static boolean isWhole(Object value) {
    return value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte
        || value instanceof BigInteger;
  }

  private static boolean isInt(Object value) {
    if (value instanceof BigInteger big) {
      return big.bitLength() < 32;
    }
    return isWhole(value) && ((Number) value).longValue() == ((Number) value).intValue();
  }

  private static boolean isEnumValue(ValueShape shape, String name) {
    byte[] quoted = ('"' + name + '"').getBytes(StandardCharsets.UTF_8);
    return shape.isEnumValue(quoted, 0, quoted.length);
  }
}
