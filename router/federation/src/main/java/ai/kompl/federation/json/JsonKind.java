package ai.kompl.federation.json;

/** What a JSON value is, told from its first byte. Constants, so that a switch stays a table. */
public final class JsonKind {
  /** An object. */
  public static final int OBJECT = 1;

  /** An array. */
  public static final int ARRAY = 2;

  /** A string. */
  public static final int STRING = 3;

  /** A number. */
  public static final int NUMBER = 4;

  /** <code>true</code> or <code>false</code>. */
  public static final int BOOLEAN = 5;

  /** <code>null</code>. */
  public static final int NULL = 6;

  private JsonKind() {}

  /** The kind of the value that begins with this byte, or 0 when none does. */
  public static int of(int first) {
    return switch (first) {
      case '{' -> OBJECT;
      case '[' -> ARRAY;
      case '"' -> STRING;
      case 't', 'f' -> BOOLEAN;
      case 'n' -> NULL;
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> NUMBER;
      default -> 0;
    };
  }
}
