package ai.kompl.federation.planner;

import ai.kompl.federation.operation.Conditions;
import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.schema.CompositeType;
import ai.kompl.federation.schema.ContextArgument;
import ai.kompl.federation.schema.SupergraphSchema;
import ai.kompl.federation.schema.TypeSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The objects that a selection is for, within those around them, while its needs are gathered. A
 * field takes a context from the nearest object around its own that sets it.
 */
final class ContextScope {
  private final SupergraphSchema schema;
  private final @Nullable ContextScope around;
  private final TypeSet possible;
  private final Condition entered;
  private final Map<ContextArgument, Condition> wanted = new LinkedHashMap<>();
  private final List<ContextArgument> inOrder = new ArrayList<>();

  /**
   * Objects below others.
   *
   * @param around those above; null at the outermost
   * @param entered when the field that leads here is selected
   */
  ContextScope(
      SupergraphSchema schema, @Nullable ContextScope around, TypeSet possible, Condition entered) {
    this.schema = schema;
    this.around = around;
    this.possible = possible;
    this.entered = entered;
  }

  /**
   * Objects that set a context, all by one type's declaration.
   *
   * @param levels how far above they are
   * @param setter the type that says so
   * @param types those of the possible types that are meant
   */
  record Setter(int levels, CompositeType setter, TypeSet types, boolean all) {}

  /**
   * Who sets the context for a field of these objects, the nearest first; and the value is wanted
   * of them from now on.
   */
  List<Setter> find(ContextArgument argument, Condition condition) {
    List<Setter> found = new ArrayList<>();
    Condition below = Conditions.and(entered, condition);
    ContextScope scope = around;
    for (int levels = 1; scope != null; levels++) {
      List<Setter> here = scope.setters(argument, levels);
      found.addAll(here);
      if (!here.isEmpty()) {
        scope.want(argument, below);
      }
      if (scope.left(here).isEmpty()) {
        break;
      }
      below = Conditions.and(scope.entered, below);
      scope = scope.around;
    }
    return found;
  }

  /** Who of the objects here sets a context. */
  List<Setter> setters(ContextArgument argument, int levels) {
    List<Setter> setters = new ArrayList<>();
    for (CompositeType type : schema.setters(argument.context())) {
      TypeSet types = left(setters).and(type.possible());
      if (!types.isEmpty()) {
        setters.add(new Setter(levels, type, types, possible.isSubsetOf(types)));
      }
    }
    return setters;
  }

  private TypeSet left(List<Setter> setters) {
    TypeSet left = possible;
    for (Setter setter : setters) {
      left = left.minus(setter.types());
    }
    return left;
  }

  private void want(ContextArgument argument, Condition condition) {
    Condition before = wanted.get(argument);
    if (before == null) {
      inOrder.add(argument);
    }
    wanted.put(argument, before == null ? condition : Conditions.or(before, condition));
  }

  /** The contexts that fields below take from here; it grows while they are gathered. */
  List<ContextArgument> wanted() {
    return inOrder;
  }

  /** When a context is taken from here. */
  Condition when(ContextArgument argument) {
    return wanted.getOrDefault(argument, Conditions.NEVER);
  }
}
