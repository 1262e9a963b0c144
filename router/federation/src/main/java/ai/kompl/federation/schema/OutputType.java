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
   * @param values what clients may see; any other value of a subgraph becomes null with an error
   */
  record Enumeration(String name, Set<String> values) implements OutputType {
    /** Copies the values. */
    public Enumeration {
      values = Set.copyOf(values);
    }
  }

  /**
   * An object, interface or union.
   *
   * @param possible the object types that clients may see here; an object of any other type becomes
   *     null with an error
   */
  record Composite(String name, TypeSet possible) implements OutputType {}

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
