package ai.kompl.federation.shape;

import ai.kompl.federation.plan.AnswerSelection;
import ai.kompl.federation.plan.AnswerSelection.AnswerField;
import ai.kompl.federation.plan.EntityLookup.Step;
import ai.kompl.federation.plan.EntityLookup.Target;
import ai.kompl.federation.plan.Representation.RepresentationField;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A place in the store, while a plan is compiled. Two places become one when a fetch puts the same
 * objects into both: an entity's answer is read once and shared by all the objects that asked for
 * it.
 */
final class Position {
  private static final int NOBODY = -1;

  private final Set<Integer> slots = new TreeSet<>();
  private final Map<Integer, Position> children = new TreeMap<>();
  private @Nullable Position mergedInto;
  private int filler = NOBODY;
  private boolean handled;

  /** This place, or the one it has become part of. */
  Position resolved() {
    Position position = this;
    for (Position next = mergedInto; next != null; next = position.mergedInto) {
      position = next;
    }
    return position;
  }

  void add(int slot) {
    resolved().slots.add(slot);
  }

  Position child(int slot) {
    Position self = resolved();
    self.slots.add(slot);
    return self.children.computeIfAbsent(slot, _ -> new Position()).resolved();
  }

  /** The place that a path leads to. The objects on the way are handled one by one. */
  Position at(Target target) {
    Position position = resolved();
    for (Step step : target.steps()) {
      position = position.child(step.slot());
      position.handled = true;
    }
    return position;
  }

  /**
   * Takes the values of an answer.
   *
   * @param from the number of the answer among those of the plan
   */
  void add(AnswerSelection answer, int from) {
    for (AnswerField field : answer.fields()) {
      if (field.leaf()) {
        add(field.slot());
      } else {
        Position below = child(field.slot());
        below.handled |= below.filler != NOBODY && below.filler != from;
        below.filler = from;
        below.add(field.selection(), from);
      }
    }
  }

  /** Notes that values of the objects here, and below in the fields named, are read one by one. */
  void read(List<RepresentationField> fields) {
    Position self = resolved();
    self.handled = true;
    for (RepresentationField field : fields) {
      Position below = self.children.get(field.slot());
      if (below != null) {
        below.resolved().read(field.fields());
      }
    }
  }

  /** Notes that the objects here are put together from more than an answer. */
  void handle() {
    resolved().handled = true;
  }

  /** Makes what lies below the answer's fields the same place here and there. */
  void shareBelow(AnswerSelection answer, Position other) {
    for (AnswerField field : answer.fields()) {
      if (!field.leaf()) {
        unify(child(field.slot()), other.child(field.slot()));
      }
    }
  }

  private static void unify(Position first, Position second) {
    ArrayDeque<List<Position>> pairs = new ArrayDeque<>();
    pairs.add(List.of(first, second));
    while (!pairs.isEmpty()) {
      List<Position> pair = pairs.remove();
      Position kept = pair.getFirst().resolved();
      Position absorbed = pair.getLast().resolved();
      if (kept != absorbed) {
        kept.absorb(absorbed, pairs);
      }
    }
  }

  private void absorb(Position other, ArrayDeque<List<Position>> pairs) {
    other.mergedInto = this;
    boolean filledTwice = filler != NOBODY && other.filler != NOBODY && filler != other.filler;
    handled |= other.handled || filledTwice;
    filler = filler == NOBODY ? other.filler : filler;
    slots.addAll(other.slots);
    other.children.forEach((slot, theirs) -> {
      Position ours = children.putIfAbsent(slot, theirs);
      if (ours != null) {
        pairs.add(List.of(ours, theirs));
      }
    });
  }

  /** The layouts of this place and all below it, once no more is added. */
  Layout layout() {
    Map<Position, Layout> layouts = new HashMap<>();
    List<Position> open = new ArrayList<>(List.of(resolved()));
    layouts.put(resolved(), resolved().emptyLayout());
    while (!open.isEmpty()) {
      Position position = open.removeLast();
      Layout layout = layouts.getOrDefault(position, position.emptyLayout());
      position.children.forEach((slot, child) -> {
        Position below = child.resolved();
        if (!layouts.containsKey(below)) {
          layouts.put(below, below.emptyLayout());
          open.add(below);
        }
        layout.child(layout.indexOf(slot), layouts.getOrDefault(below, layout));
      });
    }
    return layouts.getOrDefault(resolved(), emptyLayout());
  }

  private Layout emptyLayout() {
    return new Layout(slots.stream().mapToInt(Integer::intValue).toArray(), handled);
  }
}
