package ai.kompl.federation.plan;

import ai.kompl.federation.schema.TypeSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One {@code _entities} field of a fetch: entities found by representations. Equal representations
 * are sent once; each answer is merged into every object that asked for it.
 *
 * @param responseKey the key of its list in the subgraph's answer
 * @param variable the variable that takes the list of representations
 * @param targets where the objects lie in the store
 * @param representations how they are written, per type; an object with no matching representation
 *     is left alone
 * @param contexts the variables that take values from objects around the entities
 * @param answer what is read from each entity; a null entity leaves the object as it is
 */
public record EntityLookup(
    String responseKey,
    String variable,
    List<Target> targets,
    List<Representation> representations,
    List<ContextVariable> contexts,
    AnswerSelection answer,
    Condition condition) {
  /** Copies the lists. */
  public EntityLookup {
    targets = List.copyOf(targets);
    representations = List.copyOf(representations);
    contexts = List.copyOf(contexts);
  }

  /** A path from the root of the store to objects; an empty one means the root itself. */
  public record Target(List<Step> steps) {
    /** Copies the list. */
    public Target {
      steps = List.copyOf(steps);
    }
  }

  /**
   * One step of a path. Lists, and lists of lists, are walked through; nulls are passed over.
   *
   * @param slot the slot to go into
   * @param types keeps only objects of these types; null keeps all. Where the store holds no type
   *     for an object the condition is not asked
   */
  public record Step(int slot, @Nullable TypeSet types) {}
}
