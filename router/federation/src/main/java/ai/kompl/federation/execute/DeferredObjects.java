package ai.kompl.federation.execute;

import ai.kompl.federation.shape.ResponseShape.DeferredShape;
import java.util.ArrayList;
import java.util.List;

/**
 * The objects whose deferred fragments are still to follow: those that the client has been given.
 * Used by the thread that writes the response.
 */
final class DeferredObjects {
  private final List<Due> due = new ArrayList<>(0);

  /**
   * An object with a fragment that follows.
   *
   * @param object where it lies in the store
   * @param type its type's number, or -1
   * @param path where it stands in the response
   */
  record Due(DeferredShape fragment, long object, int type, List<Object> path) {}

  void add(Due object) {
    due.add(object);
  }

  int size() {
    return due.size();
  }

  boolean isEmpty() {
    return due.isEmpty();
  }

  /** Forgets those added since there were so many: their objects have become null. */
  void cutTo(int size) {
    due.subList(size, due.size()).clear();
  }

  /** Whether an object waits for a part. */
  boolean waitsFor(int part) {
    for (Due object : due) {
      if (object.fragment().part() == part) {
        return true;
      }
    }
    return false;
  }

  /** Takes out those whose part is ready. */
  List<Due> take(boolean[] ready) {
    List<Due> taken = new ArrayList<>();
    for (Due object : due) {
      if (ready[object.fragment().part()]) {
        taken.add(object);
      }
    }
    due.removeAll(taken);
    return taken;
  }
}
