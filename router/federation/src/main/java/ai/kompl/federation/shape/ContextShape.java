package ai.kompl.federation.shape;

import ai.kompl.federation.plan.ContextVariable;
import ai.kompl.federation.plan.ContextVariable.ContextSource;
import ai.kompl.federation.plan.Slot;
import ai.kompl.federation.schema.TypeSet;
import ai.kompl.federation.shape.RepresentationShape.ObjectShape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a variable of a lookup finds its value, for the objects at one target.
 *
 * @param required whether an object without a value is not looked up
 * @param sources where it can lie, the nearest objects first
 */
public record ContextShape(boolean required, List<SourceShape> sources) {
  /** Copies the list. */
  public ContextShape {
    sources = List.copyOf(sources);
  }

  /**
   * Objects that set the context.
   *
   * @param step how many steps of the target's path lead to them
   * @param types which of them; null for all
   * @param typename where they have their type, or {@link Layout#NOWHERE}
   * @param object which field of them is the value
   */
  public record SourceShape(int step, @Nullable TypeSet types, int typename, ObjectShape object) {}

  /** For objects at the end of a path with a layout for each step. */
  static ContextShape of(ContextVariable variable, List<Layout> path) {
    List<SourceShape> sources = new ArrayList<>();
    for (ContextSource source : variable.sources()) {
      int step = path.size() - 1 - source.levels();
      Layout layout = path.get(step);
      sources.add(
          new SourceShape(
              step,
              source.types(),
              layout.indexOf(Slot.TYPENAME),
              ObjectShape.of(source.selection(), layout)));
    }
    return new ContextShape(variable.required(), sources);
  }
}
