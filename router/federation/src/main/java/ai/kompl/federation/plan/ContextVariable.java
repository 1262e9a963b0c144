package ai.kompl.federation.plan;

import ai.kompl.federation.plan.Representation.RepresentationField;
import ai.kompl.federation.schema.TypeSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A variable of a lookup whose value is that of a context: it lies in an object around the entity.
 * Entities with unlike values are looked up by copies of the lookup, in the same request.
 *
 * @param name the variable's name; that of a copy has the copy's suffix
 * @param required whether it must not be null: without a value an entity is not looked up
 * @param sources where the value lies, the nearest objects first; the first that is for the
 *     object's type has it
 */
public record ContextVariable(String name, boolean required, List<ContextSource> sources) {
  /** Copies the list. */
  public ContextVariable {
    sources = List.copyOf(sources);
  }

  /**
   * Objects that set a context.
   *
   * @param levels how many steps of the path they are above the entity
   * @param types the object types that set it; null for all that can be there
   * @param selection which leaf of them is the value: the first field that is for the type
   */
  public record ContextSource(
      int levels, @Nullable TypeSet types, List<RepresentationField> selection) {
    /** Copies the list. */
    public ContextSource {
      selection = List.copyOf(selection);
    }
  }
}
