package ai.kompl.federation.composition.subgraph;

import java.util.function.BiPredicate;

/** A reference to a type as written in SDL; {@code toString} gives it back as SDL. */
public sealed interface TypeRef {

  /** A type by name. */
  record Named(String name) implements TypeRef {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A list of something. */
  record ListOf(TypeRef element) implements TypeRef {
    @Override
    public String toString() {
      return "[" + element + "]";
    }
  }

  /** Something that is never null; never wraps another {@code NonNull}. */
  record NonNull(TypeRef nullable) implements TypeRef {
    @Override
    public String toString() {
      return nullable + "!";
    }
  }

  /** The name of the innermost type. */
  default String baseName() {
    return switch (this) {
      case Named named -> named.name();
      case ListOf list -> list.element().baseName();
      case NonNull nonNull -> nonNull.nullable().baseName();
    };
  }

  /** Whether the outermost wrapper is {@code !}. */
  default boolean required() {
    return this instanceof NonNull;
  }

  /** This type without an outermost {@code !}. */
  default TypeRef optional() {
    return this instanceof NonNull nonNull ? nonNull.nullable() : this;
  }

  /** Whether this is a list, with or without {@code !}. */
  default boolean list() {
    return optional() instanceof ListOf;
  }

  /** The same wrappers around another name. */
  default TypeRef rename(String name) {
    return switch (this) {
      case Named _ -> new Named(name);
      case ListOf list -> new ListOf(list.element().rename(name));
      case NonNull nonNull -> new NonNull(nonNull.nullable().rename(name));
    };
  }

  /**
   * Whether every value of this type is one of the other (GraphQL specification, "IsSubType").
   *
   * @param narrower whether an object or interface, the first, is in an interface or union
   */
  default boolean subtypeOf(TypeRef general, BiPredicate<String, String> narrower) {
    if (equals(general)) {
      return true;
    }
    return switch (this) {
      case NonNull inner -> inner.nullable().subtypeOf(general.optional(), narrower);
      case ListOf inner ->
          general instanceof ListOf outer && inner.element().subtypeOf(outer.element(), narrower);
      case Named inner ->
          general instanceof Named outer && narrower.test(inner.name(), outer.name());
    };
  }
}
