package ai.kompl.federation.graph;

import ai.kompl.federation.schema.CompositeType;
import ai.kompl.federation.schema.FieldSet;
import java.util.List;

/**
 * A way to open an object in a further subgraph.
 *
 * @param kind by a root field or by a key
 * @param source what is then open
 * @param keys the keys that find it there, any of them; empty for a root
 */
public record Entry(Kind kind, Source source, List<FieldSet> keys) {
  /** Copies the list. */
  public Entry {
    keys = List.copyOf(keys);
  }

  /** How the subgraph is entered. */
  public enum Kind {
    /** The object is a root; nothing is needed to find it. */
    ROOT,
    /** By a key of the object's own type. */
    ENTITY,
    /** By a key of an interface, under the interface's name. */
    INTERFACE_ENTITY
  }

  /** The type named in a fragment on the entity, and in its representation. */
  public CompositeType type() {
    return source.type();
  }
}
