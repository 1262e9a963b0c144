package ai.kompl.federation.planner;

import ai.kompl.federation.graph.PathSources;
import ai.kompl.federation.graph.QueryGraph;
import ai.kompl.federation.graph.Source;
import ai.kompl.federation.operation.NormalField;
import ai.kompl.federation.operation.NormalOperation;
import ai.kompl.federation.plan.EntityLookup.Step;
import ai.kompl.federation.plan.EntityReference.KeyField;
import ai.kompl.federation.plan.EntityRoot;
import ai.kompl.federation.plan.Fetch;
import ai.kompl.federation.plan.OperationKind;
import ai.kompl.federation.plan.QueryPlan;
import ai.kompl.federation.planner.Commitment.Active;
import ai.kompl.federation.planner.Commitment.Place;
import ai.kompl.federation.planner.PositionSolver.Position;
import ai.kompl.federation.schema.CompositeType;
import ai.kompl.federation.schema.FieldSet;
import ai.kompl.federation.schema.TypeSet;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes plans. Safe for use by many threads. */
public final class Planner {
  private static final List<FetchPass> PASSES =
      List.of(
          new DropEmptyFetches(),
          new JoinSamePlace(),
          new BatchLookups(),
          new FoldToInterface(),
          new DedupeEqualLookups(),
          new ReduceDependencies());

  private final QueryGraph graph;
  private final Duration budget;
  private final LongSupplier clock;
  private final boolean partialUnions;

  /**
   * A planner over a query graph.
   *
   * @param budget how long to look for a better plan; after that the first one found is taken
   */
  public Planner(QueryGraph graph, Duration budget) {
    this(graph, budget, System::nanoTime);
  }

  /** A planner with a clock of its own, which tells nanoseconds from some origin. */
  Planner(QueryGraph graph, Duration budget, LongSupplier clock) {
    this.clock = clock;
    this.graph = graph;
    this.budget = budget;
    this.partialUnions = PathSources.matters(graph);
  }

  /**
   * The plan of a query or mutation.
   *
   * @throws UnplannableException when the subgraphs cannot give what is asked
   */
  public QueryPlan plan(NormalOperation operation) {
    TypeSet types = graph.schema().composite(operation.rootType()).possible();
    return best(
        operation,
        run -> {
          if (operation.kind() == OperationKind.MUTATION) {
            run.mutate(types);
          } else {
            run.query(types);
          }
          return run.plan(types, null);
        });
  }

  /**
   * A search that was cut short is compared with the plan that takes the first way everywhere: on
   * large operations that one joins as many calls, and costs next to nothing.
   */
  private QueryPlan best(NormalOperation operation, Function<Run, QueryPlan> making) {
    Run searching = new Run(operation, budget);
    QueryPlan found = making.apply(searching);
    if (!searching.search.exhausted() || budget.isZero()) {
      return found;
    }
    QueryPlan greedy = making.apply(new Run(operation, Duration.ZERO));
    return greedy.fetches().size() < found.fetches().size() ? greedy : found;
  }

  /**
   * The plan that gives a subscription's root field from an entity.
   *
   * @param typeName the entity's type
   * @param keyFields the fields that will be handed in
   * @throws UnplannableException when the subgraphs cannot give what is asked
   */
  public QueryPlan planFrom(NormalOperation operation, String typeName, List<KeyField> keyFields) {
    CompositeType type = graph.schema().find(typeName);
    if (type == null || type.kind() != CompositeType.Kind.OBJECT) {
      throw new UnplannableException(typeName + " is not an object type of the supergraph");
    }
    TypeSet types = graph.schema().composite(operation.rootType()).possible();
    return best(operation, run -> run.plan(types, run.entity(type, keyFields)));
  }

  /** The making of one plan. */
  private final class Run {
    private final NormalOperation operation;
    private final NeedsBuilder needs = new NeedsBuilder(graph);
    private final PlanBudget search;
    private final PositionSolver solver;
    private final Deferrals deferrals = new Deferrals(graph, needs);
    private final Commitment commitment;

    Run(NormalOperation operation, Duration searching) {
      this.operation = operation;
      this.search = new PlanBudget(searching.toNanos(), clock);
      this.solver = new PositionSolver(graph, needs, search);
      this.commitment =
          new Commitment(solver, deferrals, operation.kind() == OperationKind.MUTATION);
    }

    void query(TypeSet types) {
      PathSources path = path(graph.schema().object(types.first()));
      deferrals.addAll(operation.selection(), types, path);
      Needs wanted = needs.needs(operation.fields(), types, path);
      Place root = new Place(List.of(), types);
      commit(wanted, List.of(), root, false);
      commitment.commitDeferred(List.of(), root);
    }

    /** Root fields one after another: whatever belongs to one waits for all of the one before. */
    void mutate(TypeSet types) {
      List<FetchNode> before = List.of();
      deferrals.addAll(operation.selection(), types, path(graph.schema().object(types.first())));
      for (NormalField field : operation.fields()) {
        int from = commitment.fetches().size();
        Place root = new Place(List.of(), types);
        PathSources path = path(graph.schema().object(types.first()));
        commit(needs.needs(List.of(field), types, path), List.of(), root, true);
        List<FetchNode> added =
            commitment.fetches().subList(from, commitment.fetches().size()).stream()
                .filter(fetch -> fetch.part() == 0)
                .toList();
        for (FetchNode fetch : added) {
          fetch.dependsOn().addAll(before);
        }
        before = added.isEmpty() ? before : added;
      }
    }

    EntityRoot entity(CompositeType type, List<KeyField> keyFields) {
      NormalField field = operation.fields().getFirst();
      int slot = needs.slots().slot(field.name(), field.arguments()).number();
      Source source = new Source(Source.GIVEN, type, given(keyFields));
      Place place = new Place(List.of(new Step(slot, null)), type.possible());
      commit(
          needs
              .needs(field.children(), type.possible(), path(type))
              .when(field.granted(), needs.pool()),
          List.of(new Active(source, null, new Cursor(Source.GIVEN, type))),
          place,
          false);
      return new EntityRoot(slot, type.name(), inputs(keyFields));
    }

    private static FieldSet given(List<KeyField> fields) {
      return new FieldSet(
          fields.stream()
              .map(field -> new FieldSet.Entry(null, field.name(), "", given(field.fields())))
              .toList());
    }

    private List<EntityRoot.KeyInput> inputs(List<KeyField> fields) {
      return fields.stream()
          .map(field ->
              new EntityRoot.KeyInput(
                  field.name(),
                  needs.slots().slot(field.name(), "").number(),
                  inputs(field.fields())))
          .toList();
    }

    private void commit(Needs wanted, List<Active> given, Place place, boolean exclusive) {
      List<Source> sources = given.stream().map(Active::source).map(solver::known).toList();
      Decision decision = solver.solve(new Position(wanted, place.possible(), sources, exclusive));
      if (decision == null) {
        throw new UnplannableException(
            "The subgraphs cannot together resolve " + names(wanted) + ".");
      }
      commitment.commit(decision, given, place, new LinkedHashSet<>());
    }

    private @Nullable PathSources path(CompositeType type) {
      return partialUnions ? PathSources.of(graph, type) : null;
    }

    private static String names(Needs wanted) {
      return String.join(", ", wanted.fields().stream().map(Need::name).distinct().toList());
    }

    QueryPlan plan(TypeSet rootTypes, @Nullable EntityRoot root) {
      FetchGraph fetchGraph = new FetchGraph(commitment.fetches());
      commitment.contexts().apply(fetchGraph);
      PlanBudget joining = new PlanBudget(budget.toNanos(), clock);
      PASSES.forEach(pass -> pass.improve(fetchGraph, joining));
      List<Fetch> fetches =
          new FetchRenderer(graph.schema(), operation, solver.hidden()).render(fetchGraph);
      boolean introspects = operation.selection().introspects();
      return new QueryPlan(
          operation.kind(),
          graph.schema().objectTypes(),
          needs.slots().slots(),
          operation.guards(),
          fetches,
          needs.response(operation.selection(), rootTypes),
          introspects ? "introspection" : null,
          root);
    }
  }
}
