package ai.kompl.federation.operation;

/**
 * What a document may cost before anything is planned.
 *
 * @param maxCharacters of the document
 * @param maxTokens of the document
 * @param maxDepth of nested fields, fragments followed
 * @param maxFields selected in the operation, fragments followed; a spread counts as a field
 * @param maxAliases in the operation, fragments followed
 * @param introspection whether {@code __schema} and {@code __type} are answered
 */
public record Limits(
    int maxCharacters,
    int maxTokens,
    int maxDepth,
    int maxFields,
    int maxAliases,
    boolean introspection) {
  /** Wide enough for people, narrow enough for a small server. */
  public static Limits standard() {
    return new Limits(1 << 20, 15_000, 50, 5_000, 500, true);
  }

  /** The same limits with introspection on or off. */
  public Limits withIntrospection(boolean allowed) {
    return new Limits(maxCharacters, maxTokens, maxDepth, maxFields, maxAliases, allowed);
  }
}
