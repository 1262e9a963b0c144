package ai.kompl.federation.graph;

import ai.kompl.federation.schema.CompositeType;
import ai.kompl.federation.schema.FieldSet;
import ai.kompl.federation.schema.TypeInSubgraph;

/**
 * A subgraph that holds an object.
 *
 * @param subgraph its number; {@link #GIVEN} when the object's fields were handed in with the
 *     request
 * @param type the type that the subgraph gives the object's place
 * @param provided the fields that are resolved on this way only, by {@code @provides}; or those
 *     handed in
 */
public record Source(int subgraph, CompositeType type, FieldSet provided) {
  /** The number that stands for no subgraph. */
  public static final int GIVEN = -1;

  /** Whether the subgraph knows the object only under its interface's name. */
  public boolean interfaceObject() {
    if (subgraph == GIVEN) {
      return false;
    }
    TypeInSubgraph there = type.in(subgraph);
    return there != null && there.interfaceObject();
  }

  /** Equal sources have equal numbers and types; what is provided rarely tells them apart. */
  @Override
  public int hashCode() {
    return 31 * type.hashCode() + subgraph;
  }

  @Override
  public String toString() {
    return subgraph + ":" + type.name();
  }
}
