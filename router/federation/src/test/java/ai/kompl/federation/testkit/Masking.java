package ai.kompl.federation.testkit;

import graphql.ExecutionResult;
import graphql.GraphqlErrorBuilder;
import graphql.analysis.QueryTraverser;
import graphql.analysis.QueryVisitorFieldEnvironment;
import graphql.analysis.QueryVisitorStub;
import graphql.execution.DataFetcherResult;
import graphql.execution.ExecutionContext;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.execution.instrumentation.parameters.InstrumentationFieldFetchParameters;
import graphql.language.Field;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLTypeUtil;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Masks one execution of a generated world's monolith: a field none of whose selections the caller
 * may use is null with an error. What is selected below a selection counts with it.
 */
public final class Masking extends SimplePerformantInstrumentation {
  private final Protected guards;
  private final Held held;
  private final IdentityHashMap<Field, Place> places = new IdentityHashMap<>();
  private int denied;

  /** Where a selection stands. */
  private record Place(@Nullable Field parent, String holder) {}

  /** The selections through which an object was reached. */
  private record Granted(IdentityHashMap<Field, Boolean> selections) {}

  public Masking(Protected guards, Held held) {
    this.guards = guards;
    this.held = held;
  }

  /** How many fields were denied. */
  public int denied() {
    return denied;
  }

  @Override
  public @Nullable InstrumentationContext<ExecutionResult> beginExecuteOperation(
      InstrumentationExecuteOperationParameters parameters, InstrumentationState state) {
    ExecutionContext operation = parameters.getExecutionContext();
    QueryTraverser.newQueryTraverser()
        .schema(operation.getGraphQLSchema())
        .document(operation.getDocument())
        .coercedVariables(operation.getCoercedVariables())
        .build()
        .visitPreOrder(
            new QueryVisitorStub() {
              @Override
              public void visitField(QueryVisitorFieldEnvironment field) {
                place(field);
              }
            });
    return super.beginExecuteOperation(parameters, state);
  }

  private void place(QueryVisitorFieldEnvironment field) {
    QueryVisitorFieldEnvironment parent = field.getParentEnvironment();
    if (!field.isTypeNameIntrospectionField()) {
      places.put(
          field.getField(),
          new Place(
              parent == null ? null : parent.getField(), field.getFieldsContainer().getName()));
    }
  }

  @Override
  public DataFetcher<?> instrumentDataFetcher(
      DataFetcher<?> fetcher,
      InstrumentationFieldFetchParameters parameters,
      InstrumentationState state) {
    return environment ->
        environment.getField().getName().startsWith("__")
            ? fetcher.get(environment)
            : masked(fetcher, environment);
  }

  private Object masked(DataFetcher<?> fetcher, DataFetchingEnvironment environment)
      throws Exception {
    IdentityHashMap<Field, Boolean> granted = new IdentityHashMap<>();
    for (Field selection : environment.getMergedField().getFields()) {
      if (isGranted(selection, environment)) {
        granted.put(selection, true);
      }
    }
    if (granted.isEmpty()) {
      denied++;
      return DataFetcherResult.newResult()
          .error(GraphqlErrorBuilder.newError(environment).message("denied").build())
          .build();
    }
    return DataFetcherResult.newResult()
        .data(fetcher.get(environment))
        .localContext(new Granted(granted))
        .build();
  }

  private boolean isGranted(Field selection, DataFetchingEnvironment environment) {
    Place place = places.get(selection);
    if (place == null) {
      throw new IllegalStateException("a selection that was not met: " + selection);
    }
    boolean reached =
        place.parent() == null
            || (environment.getLocalContext() instanceof Granted(var selections)
                && selections.containsKey(place.parent()));
    return reached
        && guards.allows(
            held,
            place.holder(),
            environment.getExecutionStepInfo().getObjectType().getName(),
            selection.getName(),
            GraphQLTypeUtil.unwrapAll(environment.getFieldType()).getName());
  }
}
