package ai.kompl.federation.schema;

import java.util.Set;

/** The type of a client field as the API schema declares it: what its value must look like. */
public sealed interface OutputType {

  /** A value that may not be null. */
  record NonNull(OutputType of) implements OutputType {}

  /** A list. */
  record ListOf(OutputType of) implements OutputType {}

  /** A scalar; custom scalars are passed on as the subgraph wrote them. */
  record Scalar(String name, ScalarKind kind) implements OutputType {}

  /**
   * An enum.
   *
   * @param values what clients may see; an unknown value of a subgraph becomes null with an error
   * @param hidden the values kept from clients: they become null, which is no error where null may
   *     be
   */
  record Enumeration(String name, Set<String> values, Set<String> hidden) implements OutputType {
    /** Copies the values. */
    public Enumeration {
      values = Set.copyOf(values);
      hidden = Set.copyOf(hidden);
    }

    /** An enum without hidden values. */
    public Enumeration(String name, Set<String> values) {
      this(name, values, Set.of());
    }
  }

  /**
   * An object, interface or union.
   *
   * @param possible the object types that clients may see here; an object of an unknown type
   *     becomes null with an error
   * @param hidden the object types kept from clients: such an object becomes null, which is no
   *     error where null may be
   */
  record Composite(String name, TypeSet possible, TypeSet hidden) implements OutputType {
    /** A type without hidden object types. */
    public Composite(String name, TypeSet possible) {
      this(name, possible, TypeSet.empty());
    }
  }

  /** Which JSON values a scalar admits. */
  enum ScalarKind {
    /** A JSON integer in 32 bits. */
    INT,
    /** Any JSON number. */
    FLOAT,
    /** A JSON string. */
    STRING,
    /** JSON true or false. */
    BOOLEAN,
    /** A JSON string or integer. */
    ID,
    /** Any JSON value. */
    CUSTOM
  }
}
