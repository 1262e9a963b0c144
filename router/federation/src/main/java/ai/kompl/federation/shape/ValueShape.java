package ai.kompl.federation.shape;

import ai.kompl.federation.schema.OutputType;
import ai.kompl.federation.schema.OutputType.Composite;
import ai.kompl.federation.schema.OutputType.Enumeration;
import ai.kompl.federation.schema.OutputType.ListOf;
import ai.kompl.federation.schema.OutputType.NonNull;
import ai.kompl.federation.schema.OutputType.Scalar;
import ai.kompl.federation.schema.TypeSet;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a value of the response must look like: a type of the API schema, ready for checking. */
public final class ValueShape {
  private final boolean nonNull;
  private final Kind kind;
  private final @Nullable ValueShape element;
  private final TypeSet possible;
  private final TypeSet hidden;
  private final byte[][] enumValues;
  private final byte[][] hiddenValues;

  private ValueShape(
      boolean nonNull, Kind kind, @Nullable ValueShape element, OutputType admitted) {
    this.nonNull = nonNull;
    this.kind = kind;
    this.element = element;
    this.possible = admitted instanceof Composite type ? type.possible() : TypeSet.empty();
    this.hidden = admitted instanceof Composite type ? type.hidden() : TypeSet.empty();
    this.enumValues = quoted(admitted instanceof Enumeration type ? type.values() : Set.of());
    this.hiddenValues = quoted(admitted instanceof Enumeration type ? type.hidden() : Set.of());
  }

  static ValueShape of(OutputType type) {
    return type instanceof NonNull(OutputType of) ? of(of, true) : of(type, false);
  }

  private static ValueShape of(OutputType type, boolean nonNull) {
    return switch (type) {
      case NonNull _ -> throw new IllegalArgumentException("non-null of non-null");
      case ListOf(OutputType of) -> new ValueShape(nonNull, Kind.LIST, of(of), type);
      case Scalar scalar -> new ValueShape(nonNull, kind(scalar), null, type);
      case Enumeration _ -> new ValueShape(nonNull, Kind.ENUM, null, type);
      case Composite _ -> new ValueShape(nonNull, Kind.OBJECT, null, type);
    };
  }

  private static Kind kind(Scalar scalar) {
    return switch (scalar.kind()) {
      case INT -> Kind.INT;
      case FLOAT -> Kind.FLOAT;
      case STRING -> Kind.STRING;
      case BOOLEAN -> Kind.BOOLEAN;
      case ID -> Kind.ID;
      case CUSTOM -> Kind.CUSTOM;
    };
  }

  private static byte[][] quoted(Set<String> values) {
    return values.stream()
        .sorted()
        .map(value -> ('"' + value + '"').getBytes(StandardCharsets.UTF_8))
        .toArray(byte[][]::new);
  }

  /** Whether null is an error here. */
  public boolean nonNull() {
    return nonNull;
  }

  /** What kind of value it is. */
  public Kind kind() {
    return kind;
  }

  /**
   * The shape of a list's elements.
   *
   * @throws IllegalStateException when this is no list
   */
  public ValueShape element() {
    if (element == null) {
      throw new IllegalStateException("not a list");
    }
    return element;
  }

  /** Whether a value that fits one of the two fits the other. */
  boolean same(ValueShape other) {
    return nonNull == other.nonNull
        && kind == other.kind
        && (element == null ? other.element == null : isSameList(element, other.element))
        && possible.equals(other.possible)
        && hidden.equals(other.hidden)
        && Arrays.deepEquals(enumValues, other.enumValues)
        && Arrays.deepEquals(hiddenValues, other.hiddenValues);
  }

  private static boolean isSameList(ValueShape one, @Nullable ValueShape other) {
    return other != null && one.same(other);
  }

  /** What lies within all lists; this itself where it is no list. */
  ValueShape innermost() {
    ValueShape shape = this;
    for (ValueShape next = element; next != null; next = shape.element) {
      shape = next;
    }
    return shape;
  }

  /** Whether it is an object of a single type, which clients see. */
  boolean isOneType() {
    return kind == Kind.OBJECT && possible.size() == 1 && hidden.size() == 0;
  }

  /** The object types that clients may see; empty unless it is an object. */
  public TypeSet possible() {
    return possible;
  }

  /** The object types kept from clients. */
  public TypeSet hidden() {
    return hidden;
  }

  /** Whether the range is an enum value kept from clients, in quotes. */
  public boolean isHiddenValue(byte[] bytes, int from, int length) {
    return isOneOf(hiddenValues, bytes, from, length);
  }

  /** Whether the range is one of the enum's values, in quotes. */
  public boolean isEnumValue(byte[] bytes, int from, int length) {
    return isOneOf(enumValues, bytes, from, length);
  }

  private static boolean isOneOf(byte[][] values, byte[] bytes, int from, int length) {
    for (byte[] value : values) {
      if (value.length == length && Arrays.equals(bytes, from, from + length, value, 0, length)) {
        return true;
      }
    }
    return false;
  }

  /** The kinds of value. */
  public enum Kind {
    /** A list. */
    LIST,
    /** An object. */
    OBJECT,
    /** A 32-bit integer. */
    INT,
    /** A number. */
    FLOAT,
    /** A string. */
    STRING,
    /** A truth value. */
    BOOLEAN,
    /** A string or integer, written as a string. */
    ID,
    /** One of a closed set of strings. */
    ENUM,
    /** Any JSON. */
    CUSTOM
  }
}
