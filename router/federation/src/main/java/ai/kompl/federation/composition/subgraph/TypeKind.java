package ai.kompl.federation.composition.subgraph;

/** The six kinds of named types. */
public enum TypeKind {
  SCALAR("scalar"),
  OBJECT("type"),
  INTERFACE("interface"),
  UNION("union"),
  ENUM("enum"),
  INPUT_OBJECT("input");

  private final String keyword;

  TypeKind(String keyword) {
    this.keyword = keyword;
  }

  /** The keyword that defines such a type in SDL. */
  public String keyword() {
    return keyword;
  }

  /** Whether fields can be selected below a value of this kind. */
  public boolean composite() {
    return this == OBJECT || this == INTERFACE || this == UNION;
  }

  /** Whether a field may have this kind as its type. */
  public boolean output() {
    return this != INPUT_OBJECT;
  }

  /** Whether an argument may have this kind as its type. */
  public boolean input() {
    return this == SCALAR || this == ENUM || this == INPUT_OBJECT;
  }
}
