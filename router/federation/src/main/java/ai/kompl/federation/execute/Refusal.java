package ai.kompl.federation.execute;

import ai.kompl.federation.error.EngineErrorCode;
import ai.kompl.federation.error.GraphQlError;
import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.plan.Guard;
import ai.kompl.federation.plan.QueryPlan;
import ai.kompl.federation.plan.ResponseSelection;
import ai.kompl.federation.plan.ResponseSelection.DeferredSelection;
import ai.kompl.federation.plan.ResponseSelection.ResponseField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is denied of an operation before it is run: every selected field that the caller may not
 * see, whether or not an object would ever show it. Its path has no list indices.
 */
final class Refusal {
  private final List<Guard> guards;
  private final Map<String, @Nullable Object> variables;
  private final int most;
  private final List<Object> path = new ArrayList<>();
  private final List<GraphQlError> errors = new ArrayList<>();

  private Refusal(List<Guard> guards, Map<String, @Nullable Object> variables, int most) {
    this.guards = guards;
    this.variables = variables;
    this.most = most;
  }

  /**
   * An error for each denied field; none when the operation may run.
   *
   * @param variables the request's, and what the caller holds of each right
   * @param most how many errors at most
   */
  static List<GraphQlError> of(QueryPlan plan, Map<String, @Nullable Object> variables, int most) {
    Refusal refusal = new Refusal(plan.guards(), variables, most);
    refusal.find(plan.response());
    return refusal.errors;
  }

  private void find(ResponseSelection selection) {
    for (ResponseField field : selection.fields()) {
      if (errors.size() < most && holds(field.condition())) {
        path.add(field.responseKey());
        if (holds(field.granted())) {
          find(field.selection());
        } else {
          errors.add(error(field));
        }
        path.removeLast();
      }
    }
    for (DeferredSelection deferred : selection.deferred()) {
      if (holds(deferred.condition())) {
        find(deferred.selection());
      }
    }
  }

  private GraphQlError error(ResponseField field) {
    return new GraphQlError(
        ErrorSink.deniedMessage(field.name()),
        List.of(),
        path,
        Map.of("code", EngineErrorCode.UNAUTHORIZED_FIELD_OR_TYPE.name()));
  }

  private boolean holds(Condition condition) {
    for (List<Integer> alternative : condition.alternatives()) {
      if (allHold(alternative)) {
        return true;
      }
    }
    return false;
  }

  private boolean allHold(List<Integer> alternative) {
    for (int number : alternative) {
      Guard guard = guards.get(number);
      if (Boolean.TRUE.equals(variables.get(guard.variable())) != guard.expected()) {
        return false;
      }
    }
    return true;
  }
}
