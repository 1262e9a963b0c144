package ai.kompl.federation;

import ai.kompl.federation.error.GraphQlError;
import ai.kompl.federation.operation.RootField;
import ai.kompl.federation.operation.VariableCoercer;
import ai.kompl.federation.plan.EntityReference.KeyField;
import ai.kompl.federation.plan.OperationKind;
import ai.kompl.federation.plan.QueryPlan;
import ai.kompl.federation.shape.PlanShape;
import graphql.language.Document;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What became of a document: an operation that can run, or the reasons why not. */
public sealed interface PreparedOperation {

  /** An operation that is valid and planned. The same object serves all callers. */
  final class Executable implements PreparedOperation {
    private final Outline outline;
    private final VariableCoercer variables;
    private final Document introspection;
    private final @Nullable PlanShape plan;
    private final BiFunction<String, List<KeyField>, PlanShape> entityPlans;

    /** What callers ask of an operation before they run it. */
    record Outline(OperationKind kind, @Nullable String name, List<RootField> rootFields) {
      Outline {
        rootFields = List.copyOf(rootFields);
      }
    }

    /**
     * An operation.
     *
     * @param plan null for a subscription, which is planned per entity type
     * @param entityPlans gives the plan from an entity's type and its key fields
     */
    Executable(
        Outline outline,
        VariableCoercer variables,
        Document introspection,
        @Nullable PlanShape plan,
        BiFunction<String, List<KeyField>, PlanShape> entityPlans) {
      this.outline = outline;
      this.variables = variables;
      this.introspection = introspection;
      this.plan = plan;
      this.entityPlans = entityPlans;
    }

    /** What kind of operation it is. */
    public OperationKind kind() {
      return outline.kind();
    }

    /** The operation's name; null for an anonymous one. */
    public @Nullable String name() {
      return outline.name();
    }

    /** The fields of the root type that it selects, in the client's order. */
    public List<RootField> rootFields() {
      return outline.rootFields();
    }

    /** How it is fetched; null for a subscription. */
    public @Nullable QueryPlan plan() {
      return plan == null ? null : plan.plan();
    }

    VariableCoercer variables() {
      return variables;
    }

    Document introspection() {
      return introspection;
    }

    @Nullable PlanShape shape() {
      return plan;
    }

    PlanShape shapeFrom(String typeName, List<KeyField> keyFields) {
      return entityPlans.apply(typeName, keyFields);
    }
  }

  /**
   * An operation that cannot run.
   *
   * @param errors at least one
   */
  record Rejected(List<GraphQlError> errors) implements PreparedOperation {
    /** Copies the list. */
    public Rejected {
      errors = List.copyOf(errors);
    }
  }
}
