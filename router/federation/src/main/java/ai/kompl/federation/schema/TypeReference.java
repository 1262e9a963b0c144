package ai.kompl.federation.schema;

/**
 * A type as a field or argument names it.
 *
 * @param text the type as written, such as {@code [Product!]!}
 * @param name the named type inside
 */
public record TypeReference(String text, String name) {

  /** Reads a type's text. */
  public static TypeReference parse(String text) {
    String compact = text.replaceAll("\\s", "");
    return new TypeReference(compact, compact.replaceAll("[\\[\\]!]", ""));
  }

  /** The brackets and exclamation marks around the name, such as {@code [_!]!}. */
  public String wrapping() {
    return text.replace(name, "_");
  }
}
