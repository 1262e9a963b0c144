package ai.kompl.federation.operation;

import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.schema.OutputType;
import ai.kompl.federation.schema.TypeSet;
import java.util.List;
import java.util.Set;

/**
 * A field of a normalised operation: fragments are dissolved into type sets and conditions, and
 * fields that give the same key of the same object are merged.
 *
 * @param responseKey its key in the client's answer
 * @param name its name in the schema
 * @param arguments its arguments in one normal form; empty without any
 * @param variables the variables that its arguments use
 * @param types the object types for which it is selected; those of fields with the same response
 *     key do not overlap
 * @param condition when it is selected
 * @param granted when it is selected and the caller may see it; the same as the condition where
 *     nothing is protected, and for {@code __typename}
 * @param type its type in the API schema
 * @param selection what is selected below; empty for a leaf
 */
public record NormalField(
    String responseKey,
    String name,
    String arguments,
    Set<String> variables,
    TypeSet types,
    Condition condition,
    Condition granted,
    OutputType type,
    NormalSelection selection) {
  /** Copies the variables. */
  public NormalField {
    variables = Set.copyOf(variables);
  }

  /** The fields below that belong to the same part of the response. */
  public List<NormalField> children() {
    return selection.fields();
  }

  /** Whether nothing can be selected below. */
  public boolean isLeaf() {
    return selection.isEmpty();
  }

  /** Whether it asks for the name of the object's type. */
  public boolean isTypename() {
    return name.equals("__typename");
  }

  /** Whether it is answered from the API schema. */
  public boolean isIntrospection() {
    return name.equals("__schema") || name.equals("__type");
  }

  /** The same below a parent that is selected, and may be seen, only under conditions. */
  NormalField within(Condition parent, Condition parentGranted) {
    Condition both = Conditions.and(parent, condition);
    Condition seen = isTypename() ? both : Conditions.and(parentGranted, granted);
    return with(types, both, seen, selection);
  }

  NormalField with(TypeSet newTypes) {
    return with(newTypes, condition, granted, selection);
  }

  NormalField with(
      TypeSet newTypes,
      Condition newCondition,
      Condition newGranted,
      NormalSelection newSelection) {
    return new NormalField(
        responseKey,
        name,
        arguments,
        variables,
        newTypes,
        newCondition,
        newGranted,
        type,
        newSelection);
  }
}
