package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.caller.UserId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The form in which a value travels. Everything but numbers, truth values and bytes goes as text
 * whose type the server infers from its place in the statement; so an empty array needs no element
 * type, and a failure shows here, before a connection is involved.
 */
final class Parameter {
  private Parameter() {}

  /**
   * The value to bind.
   *
   * @throws IllegalArgumentException for a type that is not supported
   */
  static @Nullable Object bindable(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Integer _, Long _, Double _, Boolean _, BigDecimal _, byte[] _ -> value;
      case Short number -> number.intValue();
      case Collection<?> collection -> array(collection);
      case Object[] array -> array(Arrays.asList(array));
      case int[] array -> array(Arrays.stream(array).boxed().toList());
      case long[] array -> array(Arrays.stream(array).boxed().toList());
      default -> text(value);
    };
  }

  private static String text(Object value) {
    return switch (value) {
      case String text -> text;
      case UUID id -> id.toString();
      case TenantId id -> id.value();
      case UserId id -> id.value().toString();
      case Enum<?> constant -> constant.name();
      case Instant instant -> instant.toString();
      case LocalDate date -> date.toString();
      default ->
          throw new IllegalArgumentException(
              "not a type of SQL parameter: " + value.getClass().getName());
    };
  }

  /** An array in PostgreSQL's own text form. */
  private static String array(Collection<? extends @Nullable Object> elements) {
    return elements.stream().map(Parameter::element).collect(Collectors.joining(",", "{", "}"));
  }

  private static String element(@Nullable Object element) {
    return switch (element) {
      case null -> "NULL";
      case Integer _, Long _, Short _, Double _, Boolean _, BigDecimal _ -> element.toString();
      case byte[] bytes -> "\"\\\\x" + HexFormat.of().formatHex(bytes) + "\"";
      default -> quoted(text(element));
    };
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
