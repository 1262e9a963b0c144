package ai.kompl.federation.plan;

/**
 * A place for a value inside an object of the result store. One slot stands for one field with one
 * set of argument values, throughout the plan: two client fields that ask the same share it, two
 * that differ in arguments do not. So any two answers about the same object can be merged slot by
 * slot.
 *
 * @param number its index in {@link QueryPlan#slots()}; number 0 is always {@code __typename}
 * @param name unique in the plan; the response key that fetches normally use for it
 * @param field the field's name in the schema
 */
public record Slot(int number, String name, String field) {
  /** The number of the slot that holds an object's run-time type. */
  public static final int TYPENAME = 0;

  /** The number, which is unique in a plan: slots are parts of many keys while a plan is made. */
  @Override
  public int hashCode() {
    return number;
  }
}
