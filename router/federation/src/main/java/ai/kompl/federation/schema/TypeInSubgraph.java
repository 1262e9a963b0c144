package ai.kompl.federation.schema;

import java.util.List;

/**
 * What a composite type is in one subgraph.
 *
 * @param keys its keys there, in the order written
 * @param interfaceObject whether the subgraph has an object type standing for all implementations
 *     of this interface
 * @param possible the object types that a value of this type can have there
 */
public record TypeInSubgraph(List<Key> keys, boolean interfaceObject, TypeSet possible) {
  /** Copies the list. */
  public TypeInSubgraph {
    keys = List.copyOf(keys);
  }

  /**
   * A key.
   *
   * @param fields what identifies the entity
   * @param resolvable whether the subgraph finds entities by it
   */
  public record Key(FieldSet fields, boolean resolvable) {}
}
