package ai.kompl.federation.execute;

import ai.kompl.federation.shape.AnswerShape;
import ai.kompl.federation.shape.ResponseShape;
import ai.kompl.federation.shape.TargetShape;
import ai.kompl.federation.shape.ValueShape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns places in the store and in answers into paths of the client's response. A path ends early
 * where clients do not see the rest.
 */
final class ClientPath {
  private final List<Object> path = new ArrayList<>();
  private final boolean[] conditions;
  private @Nullable ResponseShape at;

  ClientPath(ResponseShape root, boolean[] conditions) {
    this.at = root;
    this.conditions = conditions;
  }

  List<Object> toList() {
    return List.copyOf(path);
  }

  /** Goes to a target as far as that can be told without an object: to the first list. */
  ClientPath to(TargetShape target) {
    for (int i = 0; i < target.depth(); i++) {
      if (!enter(target.target().steps().get(i).slot())) {
        break;
      }
    }
    return this;
  }

  private boolean enter(int slot) {
    ResponseShape.Field field = at == null ? null : at.showing(slot, conditions);
    if (field == null || field.value().kind() == ValueShape.Kind.LIST) {
      at = null;
    } else {
      at = field.below();
    }
    if (field != null) {
      path.add(field.key());
    }
    return at != null;
  }

  /** Goes to an object at a target, whose list indices are given from the outermost. */
  ClientPath to(TargetShape target, IntList indices) {
    int used = 0;
    for (int i = 0; i < target.depth(); i++) {
      ResponseShape.Field field =
          at == null ? null : at.showing(target.target().steps().get(i).slot(), conditions);
      if (field == null) {
        at = null;
        return this;
      }
      path.add(field.key());
      for (ValueShape shape = field.value();
          shape.kind() == ValueShape.Kind.LIST && used < indices.size();
          shape = shape.element()) {
        path.add(indices.get(used++));
      }
      at = field.below();
    }
    return this;
  }

  /** Goes on along the path that a subgraph gave, from an object of this shape. */
  ClientPath along(AnswerShape answer, List<?> sent) {
    AnswerShape shape = answer;
    for (Object element : sent) {
      if (element instanceof Integer index && at != null) {
        path.add(index);
        continue;
      }
      AnswerShape.Field field = shape == null ? null : shape.named(String.valueOf(element));
      ResponseShape.Field shown =
          field == null || at == null ? null : at.showing(field.slot(), conditions);
      if (field == null || shown == null) {
        at = null;
        return this;
      }
      path.add(shown.key());
      at = shown.below();
      shape = field.below();
    }
    return this;
  }
}
