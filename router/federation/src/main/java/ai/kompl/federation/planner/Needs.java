package ai.kompl.federation.planner;

import ai.kompl.federation.operation.Conditions;
import ai.kompl.federation.plan.Condition;
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

  /** The same, but only under a condition. */
  Needs when(Condition condition, NeedsPool pool) {
    return condition.always()
        ? this
        : pool.intern(
            fields.stream()
                .map(need ->
                    need.with(
                        need.types(), Conditions.and(condition, need.condition()), need.children()))
                .toList());
  }

  @Override
  public String toString() {
    return "needs " + id;
  }
}
