package ai.kompl.federation.execute;

import ai.kompl.federation.shape.AnswerShape;
import ai.kompl.federation.shape.Layout;
import ai.kompl.federation.shape.TargetShape;
import org.jspecify.annotations.Nullable;

/**
 * Puts an answer's objects into the store: object into object value by value, list into list by
 * index. What is there stays, but an object or list takes the place of null. Nested objects are
 * shared, not copied.
 */
final class Merger {
  private final Store store;

  Merger(Store store) {
    this.store = store;
  }

  /** Merges an outermost object of an answer into an object at a target. */
  void merge(long source, AnswerShape answer, TargetShape target, long into) {
    Layout layout = target.layout();
    for (int i = 0; i < answer.fieldCount(); i++) {
      long value = store.get(source, i);
      int index = target.mergeIndex(i);
      if (value != Values.ABSENT && index != Layout.NOWHERE) {
        long merged = merged(store.get(into, index), value, layout.child(index));
        store.set(into, index, merged);
      }
    }
  }

  private long merged(long present, long arriving, @Nullable Layout below) {
    int kind = Values.kind(present);
    if (kind == Values.ABSENT || kind == Values.NULL) {
      return arriving;
    }
    if (below != null && kind == Values.kind(arriving)) {
      if (kind == Values.OBJECT) {
        mergeObjects(present, arriving, below);
      } else if (kind == Values.LIST) {
        mergeLists(present, arriving, below);
      }
    }
    boolean betterType = kind == Values.TYPE && Values.typeNumber(present) < 0;
    return betterType ? arriving : present;
  }

  private void mergeObjects(long present, long arriving, Layout layout) {
    if (present == arriving) {
      return;
    }
    for (int index = 0; index < layout.size(); index++) {
      long value = store.get(arriving, index);
      if (value != Values.ABSENT) {
        store.set(present, index, merged(store.get(present, index), value, layout.child(index)));
      }
    }
  }

  private void mergeLists(long present, long arriving, Layout layout) {
    if (present == arriving) {
      return;
    }
    int count = Math.min(store.listLength(present), store.listLength(arriving));
    for (int i = 0; i < count; i++) {
      store.setElement(
          present, i, merged(store.element(present, i), store.element(arriving, i), layout));
    }
  }
}
