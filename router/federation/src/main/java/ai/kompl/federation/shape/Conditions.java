package ai.kompl.federation.shape;

import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.plan.Guard;
import ai.kompl.federation.rights.Rights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The conditions of a plan, numbered, so that a request works each of them out once. */
public final class Conditions {
  /** The number of the condition that always holds. */
  public static final int ALWAYS = 0;

  private final List<Guard> guards;
  private final List<Guard.Right> rights = new ArrayList<>();
  private final List<Condition> conditions = new ArrayList<>(List.of(Condition.ALWAYS));

  Conditions(List<Guard> guards) {
    this.guards = guards;
    for (Guard guard : guards) {
      if (guard instanceof Guard.Right right) {
        rights.add(right);
      }
    }
  }

  int number(Condition condition) {
    if (condition.always()) {
      return ALWAYS;
    }
    int known = conditions.indexOf(condition);
    if (known >= 0) {
      return known;
    }
    conditions.add(condition);
    return conditions.size() - 1;
  }

  /**
   * A request's variables, and beside them what the caller holds of each right that the plan asks
   * for. Each is asked for once; a plan that asks for none takes the variables as they are.
   */
  public Map<String, @Nullable Object> withRights(
      Map<String, @Nullable Object> variables, Rights held) {
    if (rights.isEmpty()) {
      return variables;
    }
    Map<String, @Nullable Object> known = new HashMap<>(variables);
    for (Guard.Right asked : rights) {
      known.put(asked.variable(), held.holds(asked.requirement()));
    }
    return known;
  }

  /** Which conditions hold with these variables, by number. */
  public boolean[] evaluate(Map<String, @Nullable Object> variables) {
    boolean[] holds = new boolean[conditions.size()];
    for (int i = 0; i < holds.length; i++) {
      holds[i] = holds(conditions.get(i), variables);
    }
    return holds;
  }

  private boolean holds(Condition condition, Map<String, @Nullable Object> variables) {
    for (List<Integer> alternative : condition.alternatives()) {
      if (allHold(alternative, variables)) {
        return true;
      }
    }
    return false;
  }

  private boolean allHold(List<Integer> alternative, Map<String, @Nullable Object> variables) {
    for (int guard : alternative) {
      boolean value = Boolean.TRUE.equals(variables.get(guards.get(guard).variable()));
      if (value != guards.get(guard).expected()) {
        return false;
      }
    }
    return true;
  }
}
