package ai.kompl.federation.schema;

/**
 * An argument of a field that is not the client's to give: a subgraph takes it from an object
 * around the field's own ({@code join__ContextArgument}).
 *
 * @param name the argument's name
 * @param type its type in the subgraph, as text
 * @param context the context's name in the supergraph, which begins with that of the subgraph
 * @param selection what of the object that sets the context is its value: one leaf per object type
 */
public record ContextArgument(String name, String type, String context, FieldSet selection) {
  /** Whether it must not be null. */
  public boolean required() {
    return type.endsWith("!");
  }
}
