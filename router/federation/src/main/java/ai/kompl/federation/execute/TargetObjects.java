package ai.kompl.federation.execute;

import ai.kompl.federation.schema.TypeSet;
import ai.kompl.federation.shape.TargetShape;
import ai.kompl.federation.shape.TargetShape.StepShape;

/**
 * Finds the objects that a target's path leads to, in the order of the response. Lists are walked
 * through, nulls passed over.
 */
final class TargetObjects {

  /**
   * Takes the objects found, one after another, with the list indices passed on the way from the
   * outermost; false ends the walk.
   */
  interface Visitor {
    boolean visit(long object, IntList indices);
  }

  private final Store store;
  private final TargetShape target;
  private final Visitor visitor;
  private final IntList indices = new IntList();
  private final long[] way;
  private boolean ended;

  TargetObjects(Store store, TargetShape target, Visitor visitor) {
    this.store = store;
    this.target = target;
    this.visitor = visitor;
    this.way = new long[target.depth() + 1];
  }

  void walk() {
    object(store.root(), 0);
  }

  /** The object passed after so many steps on the way to the one being visited. */
  long passed(int step) {
    return way[step];
  }

  private void object(long object, int step) {
    way[step] = object;
    if (step == target.depth()) {
      ended = !visitor.visit(object, indices);
      return;
    }
    StepShape next = target.step(step);
    value(store.get(object, next.index()), step);
  }

  private void value(long value, int step) {
    switch (Values.kind(value)) {
      case Values.OBJECT -> {
        if (admits(target.step(step), value)) {
          object(value, step + 1);
        }
      }
      case Values.LIST -> list(value, step);
      default -> {}
    }
  }

  private void list(long list, int step) {
    int count = store.listLength(list);
    for (int i = 0; i < count && !ended; i++) {
      indices.add(i);
      value(store.element(list, i), step);
      indices.removeLast();
    }
  }

  private boolean admits(StepShape step, long object) {
    TypeSet types = step.types();
    if (types == null) {
      return true;
    }
    long type = store.get(object, step.typename());
    return type == Values.ABSENT || types.contains(Values.typeNumber(type));
  }
}
