package ai.kompl.federation.planner;

import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.plan.Slot;
import ai.kompl.federation.schema.TypeSet;
import java.util.Set;

/**
 * A field that must be fetched, for the client or for another fetch.
 *
 * @param slot the slot that it fills
 * @param arguments its arguments in one normal form
 * @param variables the variables that they use
 * @param types the object types for which it is needed
 * @param condition when it is needed, within its parent
 * @param leaf whether it has no selection
 * @param children what is needed below
 */
record Need(
    Slot slot,
    String arguments,
    Set<String> variables,
    TypeSet types,
    Condition condition,
    boolean leaf,
    Needs children) {

  String name() {
    return slot.field();
  }

  boolean isTypename() {
    return slot.number() == Slot.TYPENAME;
  }

  Need with(TypeSet newTypes, Condition newCondition, Needs newChildren) {
    return new Need(slot, arguments, variables, newTypes, newCondition, leaf, newChildren);
  }
}
