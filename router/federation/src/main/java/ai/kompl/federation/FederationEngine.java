package ai.kompl.federation;

import ai.kompl.federation.PlannedOperation.Planned;
import ai.kompl.federation.PlannedOperation.Unplanned;
import ai.kompl.federation.PreparedOperation.Executable;
import ai.kompl.federation.PreparedOperation.Rejected;
import ai.kompl.federation.error.EngineErrorCode;
import ai.kompl.federation.error.GraphQlError;
import ai.kompl.federation.execute.GraphQlResponse;
import ai.kompl.federation.execute.PartSink;
import ai.kompl.federation.execute.PlanExecutor;
import ai.kompl.federation.graph.QueryGraph;
import ai.kompl.federation.operation.DocumentReader;
import ai.kompl.federation.operation.DocumentReader.SelectedOperation;
import ai.kompl.federation.operation.LiteralLifting;
import ai.kompl.federation.operation.LiteralLifting.Lifted;
import ai.kompl.federation.operation.NormalOperation;
import ai.kompl.federation.operation.Normalizer;
import ai.kompl.federation.operation.RejectedOperationException;
import ai.kompl.federation.operation.RootSelection;
import ai.kompl.federation.operation.VariableCoercer;
import ai.kompl.federation.plan.ApolloPlan;
import ai.kompl.federation.plan.EntityReference;
import ai.kompl.federation.plan.EntityReference.KeyField;
import ai.kompl.federation.plan.OperationKind;
import ai.kompl.federation.plan.PlanPrinter;
import ai.kompl.federation.plan.QueryPlan;
import ai.kompl.federation.planner.Planner;
import ai.kompl.federation.planner.UnplannableException;
import ai.kompl.federation.shape.PlanShape;
import ai.kompl.federation.supergraph.Supergraph;
import ai.kompl.federation.transport.RequestContext;
import ai.kompl.federation.transport.SubgraphTransport;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A federated GraphQL engine over one supergraph. Safe for use by any number of threads; every
 * method blocks the calling thread, which may be a virtual one.
 */
public final class FederationEngine {
  private final Supergraph supergraph;
  private final EngineSettings settings;
  private final DocumentReader reader;
  private final Planner planner;
  private final PlanExecutor executor;
  private final IntrospectionRunner introspection;
  private final LastUsed<DocumentKey, PreparedOperation> prepared;
  private final LastUsed<String, PlannedOperation> planned;

  private FederationEngine(
      Supergraph supergraph, Map<String, SubgraphTransport> transports, EngineSettings settings) {
    this.supergraph = supergraph;
    this.settings = settings;
    this.reader = new DocumentReader(supergraph.apiSchema(), settings.limits());
    this.planner =
        new Planner(
            new QueryGraph(supergraph.schema(), settings.overrideLabels()),
            settings.planningTime());
    this.executor = new PlanExecutor(transports, settings.execution());
    this.introspection = new IntrospectionRunner(supergraph.apiSchema());
    this.prepared = new LastUsed<>(settings.cachedOperations(), made -> made instanceof Executable);
    this.planned = new LastUsed<>(settings.cachedOperations(), made -> made instanceof Planned);
  }

  /**
   * Makes an engine.
   *
   * @param transports how each subgraph is reached, by its name in the supergraph
   * @throws IllegalArgumentException when a subgraph has no transport
   */
  public static FederationEngine create(
      Supergraph supergraph, Map<String, SubgraphTransport> transports, EngineSettings settings) {
    supergraph
        .schema()
        .subgraphs()
        .forEach(subgraph -> {
          if (!transports.containsKey(subgraph.name())) {
            throw new IllegalArgumentException("no transport for subgraph " + subgraph.name());
          }
        });
    return new FederationEngine(supergraph, transports, settings);
  }

  /** The supergraph that it runs. */
  public Supergraph supergraph() {
    return supergraph;
  }

  /** How many prepared operations it keeps at the moment. */
  public int preparedOperations() {
    return prepared.size();
  }

  /**
   * How many plans it keeps at the moment. Prepared operations that differ in nothing but their
   * literals share one.
   */
  public int plannedOperations() {
    return planned.size();
  }

  private record DocumentKey(String document, String operationName) {}

  /**
   * Reads, checks and plans a document; the result is kept for the next request. Bad input gives a
   * rejection, never an exception.
   *
   * @param operationName which operation of the document; null where it holds only one
   */
  public PreparedOperation prepare(String document, @Nullable String operationName) {
    if (document.length() > settings.limits().maxCharacters()) {
      return prepareNew(document, operationName);
    }
    String name = operationName == null ? "" : operationName;
    return prepared.get(new DocumentKey(document, name), () -> prepareNew(document, operationName));
  }

  /**
   * Runs a query or mutation.
   *
   * @param variables the request's variables as JSON-like Java values, not yet coerced
   * @throws IllegalArgumentException for a subscription
   */
  public GraphQlResponse execute(
      Executable operation, Map<String, @Nullable Object> variables, RequestContext context) {
    PlanShape plan = planned(operation.shape());
    try {
      return executor.execute(plan, request(operation, plan, variables, context));
    } catch (RejectedOperationException rejected) {
      return GraphQlResponse.ofErrors(rejected.errors());
    }
  }

  /**
   * Runs a query or mutation and hands out its response in parts: first without what {@code @defer}
   * puts off, then that as it comes. An operation that defers nothing has one part. Returns when
   * the last part has been handed out.
   *
   * @param variables the request's variables, not yet coerced
   * @throws IOException when the sink did; what is still under way is then given up
   * @throws IllegalArgumentException for a subscription
   */
  public void executeInParts(
      Executable operation,
      Map<String, @Nullable Object> variables,
      RequestContext context,
      PartSink sink)
      throws IOException {
    PlanExecutor.Request request;
    PlanShape plan;
    try {
      plan = planned(operation.shapeInParts());
      request = request(operation, plan, variables, context);
    } catch (RejectedOperationException rejected) {
      sink.part(GraphQlResponse.ofErrors(rejected.errors()), true);
      return;
    } catch (UnplannableException unplannable) {
      sink.part(GraphQlResponse.ofErrors(errors(unplannable)), true);
      return;
    }
    executor.execute(plan, request, sink);
  }

  /**
   * How a query or mutation is run.
   *
   * @throws IllegalArgumentException for a subscription
   */
  public PlanExplanation explain(Executable operation) {
    QueryPlan plan = planned(operation.shape()).plan();
    return new PlanExplanation(PlanPrinter.print(plan), ApolloPlan.json(supergraph.schema(), plan));
  }

  private static PlanShape planned(@Nullable PlanShape plan) {
    if (plan == null) {
      throw new IllegalArgumentException("a subscription runs from the entities of its events");
    }
    return plan;
  }

  private PlanExecutor.Request request(
      Executable operation,
      PlanShape plan,
      Map<String, @Nullable Object> variables,
      RequestContext context) {
    Map<String, @Nullable Object> coerced = operation.variables().coerce(variables);
    Map<String, @Nullable Object> schemaFacts =
        plan.plan().introspection() == null
            ? Map.of()
            : introspection.run(operation.introspection(), coerced);
    return new PlanExecutor.Request(coerced, schemaFacts, null, context);
  }

  /**
   * Runs a subscription for one event: the root field's value is the entity.
   *
   * @param variables the request's variables, not yet coerced
   */
  public GraphQlResponse executeFrom(
      Executable subscription,
      EntityReference entity,
      Map<String, @Nullable Object> variables,
      RequestContext context) {
    try {
      Map<String, @Nullable Object> coerced = subscription.variables().coerce(variables);
      PlanShape plan = subscription.shapeFrom(entity.typeName(), entity.given());
      return executor.execute(plan, new PlanExecutor.Request(coerced, Map.of(), entity, context));
    } catch (RejectedOperationException rejected) {
      return GraphQlResponse.ofErrors(rejected.errors());
    } catch (UnplannableException unplannable) {
      return GraphQlResponse.ofErrors(errors(unplannable));
    }
  }

  private static PlanShape shape(QueryPlan plan) {
    if (plan.fetches().size() > PlanShape.MAX_FETCHES) {
      throw new RejectedOperationException(
          EngineErrorCode.OPERATION_TOO_COMPLEX,
          "The operation needs more than " + PlanShape.MAX_FETCHES + " subgraph calls.");
    }
    return PlanShape.of(plan);
  }

  private PreparedOperation prepareNew(String document, @Nullable String operationName) {
    try {
      SelectedOperation selected = reader.read(document, operationName);
      Lifted lifted = LiteralLifting.lift(supergraph.apiSchema(), selected);
      return switch (planned.get(lifted.text(), () -> planNew(lifted.operation()))) {
        case Planned plan -> executable(selected, lifted, plan);
        case Unplanned unplanned -> new Rejected(unplanned.errors());
      };
    } catch (RejectedOperationException rejected) {
      return new Rejected(rejected.errors());
    }
  }

  private Executable executable(SelectedOperation selected, Lifted lifted, Planned planned) {
    NormalOperation operation = planned.operation();
    RootSelection root = new RootSelection(selected);
    return new Executable(
        new Executable.Outline(
            operation.kind(), operation.name(), root.fields(), operation::admits),
        new VariableCoercer(
            supergraph.apiSchema(), selected.operation().getVariableDefinitions(), lifted.values()),
        root.introspection(),
        planned.plans());
  }

  private PlannedOperation planNew(SelectedOperation selected) {
    try {
      NormalOperation operation = new Normalizer(supergraph, selected, false).normalize();
      boolean subscription = operation.kind() == OperationKind.SUBSCRIPTION;
      return new Planned(
          operation,
          new Plans(
              subscription ? null : shape(planner.plan(operation)),
              subscription ? null : inParts(selected),
              entityPlans(operation)));
    } catch (RejectedOperationException rejected) {
      return new Unplanned(rejected.errors());
    } catch (UnplannableException unplannable) {
      return new Unplanned(errors(unplannable));
    }
  }

  private static List<GraphQlError> errors(UnplannableException unplannable) {
    return List.of(
        GraphQlError.of(
            EngineErrorCode.OPERATION_NOT_PLANNABLE,
            String.valueOf(unplannable.getMessage()),
            List.of()));
  }

  private @Nullable Supplier<PlanShape> inParts(SelectedOperation selected) {
    if (!selected.defers()) {
      return null;
    }
    return new Once<>(() -> shape(planInParts(selected)));
  }

  /** A deferred fragment that takes contexts from around it comes with the first response. */
  private QueryPlan planInParts(SelectedOperation selected) {
    try {
      return planner.plan(new Normalizer(supergraph, selected, true).normalize());
    } catch (UnplannableException unplannable) {
      return planner.plan(new Normalizer(supergraph, selected, false).normalize());
    }
  }

  private record EntityPlanKey(String typeName, List<KeyField> keyFields) {}

  private BiFunction<String, List<KeyField>, PlanShape> entityPlans(NormalOperation operation) {
    Map<EntityPlanKey, PlanShape> plans = new ConcurrentHashMap<>();
    return (typeName, keyFields) ->
        plans.computeIfAbsent(
            new EntityPlanKey(typeName, List.copyOf(keyFields)),
            key -> shape(planner.planFrom(operation, key.typeName(), key.keyFields())));
  }
}
