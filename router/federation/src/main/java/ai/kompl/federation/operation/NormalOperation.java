package ai.kompl.federation.operation;

import ai.kompl.federation.plan.Guard;
import ai.kompl.federation.plan.OperationKind;
import ai.kompl.federation.rights.Rights;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An operation in normal form.
 *
 * @param kind query, mutation or subscription
 * @param name null for an anonymous one
 * @param rootType the name of the root type
 * @param selection the root fields
 * @param variables the declared variables by name, each as it is declared ({@code $first: Int =
 *     5}), and those of guards that ask for rights
 * @param guards what conditions refer to
 */
public record NormalOperation(
    OperationKind kind,
    @Nullable String name,
    String rootType,
    NormalSelection selection,
    Map<String, String> variables,
    List<Guard> guards) {
  /** Copies the collections. */
  public NormalOperation {
    variables = Map.copyOf(variables);
    guards = List.copyOf(guards);
  }

  /** Whether a caller who holds these rights may see any of the root fields. */
  public boolean admits(Rights rights) {
    return fields().stream()
        .flatMap(field -> field.granted().alternatives().stream())
        .anyMatch(all -> all.stream().allMatch(number -> admits(guards.get(number), rights)));
  }

  private static boolean admits(Guard guard, Rights rights) {
    return switch (guard) {
      case Guard.Variable _ -> true;
      case Guard.Right right -> rights.holds(right.requirement());
    };
  }

  /** The root fields of the first response. */
  public List<NormalField> fields() {
    return selection.fields();
  }
}
