package ai.kompl.federation.composition.subgraph;

import org.jspecify.annotations.Nullable;

/**
 * One subgraph, read.
 *
 * @param name unique name
 * @param url where it is served; empty when it is not served over a network
 * @param schema its types
 * @param links the features it links
 */
public record Subgraph(String name, String url, SchemaModel schema, Links links) {

  /** The type of that name, or null. */
  public @Nullable TypeNode type(String typeName) {
    return schema.type(typeName);
  }

  /** The federation directive as this subgraph writes it, with {@code @}. */
  public String spelled(FederationDirective directive) {
    return "@" + links.localName(directive);
  }

  /** The same with another schema. */
  public Subgraph withSchema(SchemaModel other) {
    return new Subgraph(name, url, other, links);
  }
}
