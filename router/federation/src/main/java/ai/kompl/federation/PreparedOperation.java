package ai.kompl.federation;

import ai.kompl.federation.error.GraphQlError;
import ai.kompl.federation.operation.RootField;
import ai.kompl.federation.operation.VariableCoercer;
import ai.kompl.federation.plan.EntityReference.KeyField;
import ai.kompl.federation.plan.OperationKind;
import ai.kompl.federation.plan.QueryPlan;
import ai.kompl.federation.rights.Rights;
import ai.kompl.federation.shape.PlanShape;
import graphql.language.Document;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What became of a document: an operation that can run, or the reasons why not. */
public sealed interface PreparedOperation {

  /** An operation that is valid and planned. The same object serves all callers. */
  final class Executable implements PreparedOperation {
    private final Outline outline;
    private final VariableCoercer variables;
    private final Document introspection;
    private final Plans plans;

    /** What callers ask of an operation before they run it. */
    record Outline(
        OperationKind kind,
        @Nullable String name,
        List<RootField> rootFields,
        Predicate<Rights> admits) {
      Outline {
        rootFields = List.copyOf(rootFields);
      }
    }

    Executable(Outline outline, VariableCoercer variables, Document introspection, Plans plans) {
      this.outline = outline;
      this.variables = variables;
      this.introspection = introspection;
      this.plans = plans;
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

    /**
     * Whether a caller may see any of the root fields. A subscription that does not admit its
     * caller would tell nothing but that.
     */
    public boolean admits(Rights rights) {
      return outline.admits().test(rights);
    }

    /** How it is fetched; null for a subscription. */
    public @Nullable QueryPlan plan() {
      PlanShape whole = plans.whole();
      return whole == null ? null : whole.plan();
    }

    /** Whether it has fragments with {@code @defer}, so that its response can come in parts. */
    public boolean defers() {
      return plans.inParts() != null;
    }

    VariableCoercer variables() {
      return variables;
    }

    Document introspection() {
      return introspection;
    }

    @Nullable PlanShape shape() {
      return plans.whole();
    }

    /** The plan that defers; the whole one when nothing is deferred. */
    @Nullable PlanShape shapeInParts() {
      Supplier<PlanShape> inParts = plans.inParts();
      return inParts == null ? plans.whole() : inParts.get();
    }

    PlanShape shapeFrom(String typeName, List<KeyField> keyFields) {
      return plans.fromEntity().apply(typeName, keyFields);
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
