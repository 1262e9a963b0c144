package ai.kompl.federation.planner;

import java.util.List;

/**
 * What must be fetched of an object. Interned by {@link NeedsPool}: two are equal only when they
 * are the same object, so that they can key a memo.
 */
final class Needs {
  private final int id;
  private final List<Need> fields;

  Needs(int id, List<Need> fields) {
    this.id = id;
    this.fields = List.copyOf(fields);
  }

  List<Need> fields() {
    return fields;
  }

  boolean isEmpty() {
    return fields.isEmpty();
  }

  @Override
  public String toString() {
    return "needs " + id;
  }
}
