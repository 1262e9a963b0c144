package ai.kompl.federation.composition.subgraph;

import graphql.language.ArrayValue;
import graphql.language.BooleanValue;
import graphql.language.EnumValue;
import graphql.language.FloatValue;
import graphql.language.IntValue;
import graphql.language.NullValue;
import graphql.language.ObjectValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.language.VariableReference;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Constant values of SDL: their text, equality and construction. */
public final class Literals {
  private Literals() {}

  /** The value as GraphQL text on one line. */
  public static String text(@Nullable Value<?> value) {
    return switch (value) {
      case null -> "null";
      case StringValue string -> quote(String.valueOf(string.getValue()));
      case BooleanValue flag -> String.valueOf(flag.isValue());
      case IntValue number -> number.getValue().toString();
      case FloatValue number -> number.getValue().toString();
      case EnumValue name -> name.getName();
      case NullValue _ -> "null";
      case VariableReference variable -> "$" + variable.getName();
      case ArrayValue array ->
          array.getValues().stream()
              .map(Literals::text)
              .collect(Collectors.joining(", ", "[", "]"));
      case ObjectValue object ->
          object.getObjectFields().stream()
              .map(field -> field.getName() + ": " + text(field.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      default ->
          throw new IllegalArgumentException("not a constant: " + value.getClass().getSimpleName());
    };
  }

  /** Whether two optional values are written the same; object fields in any order. */
  public static boolean same(@Nullable Value<?> left, @Nullable Value<?> right) {
    if (left == null || right == null) {
      return left == null && right == null;
    }
    return canonical(left).equals(canonical(right));
  }

  private static String canonical(Value<?> value) {
    return switch (value) {
      case ObjectValue object ->
          object.getObjectFields().stream()
              .map(field -> field.getName() + ":" + canonical(field.getValue()))
              .sorted()
              .collect(Collectors.joining(",", "{", "}"));
      case ArrayValue array ->
          array.getValues().stream()
              .map(Literals::canonical)
              .collect(Collectors.joining(",", "[", "]"));
      default -> text(value);
    };
  }

  /** The text as a GraphQL string. */
  public static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    text.codePoints().forEach(point -> appendEscaped(out, point));
    return out.append('"').toString();
  }

  private static void appendEscaped(StringBuilder out, int point) {
    switch (point) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (point < 0x20) {
          out.append(String.format("\\u%04x", point));
        } else {
          out.appendCodePoint(point);
        }
      }
    }
  }

  /** A string value. */
  public static Value<?> string(String text) {
    return StringValue.of(text);
  }

  /** A boolean value. */
  public static Value<?> flag(boolean flag) {
    return BooleanValue.of(flag);
  }

  /** An integer value. */
  public static Value<?> integer(BigInteger number) {
    return IntValue.newIntValue(number).build();
  }

  /** A list value. */
  public static Value<?> list(List<? extends Value<?>> values) {
    ArrayValue.Builder builder = ArrayValue.newArrayValue();
    values.forEach(builder::value);
    return builder.build();
  }

  /** The strings of a list of strings (or of one string); other elements are left out. */
  public static List<String> strings(@Nullable Value<?> value) {
    return switch (value) {
      case StringValue string -> List.of(string.getValue());
      case ArrayValue array ->
          array.getValues().stream()
              .filter(StringValue.class::isInstance)
              .map(item -> ((StringValue) item).getValue())
              .toList();
      case null, default -> List.of();
    };
  }
}
