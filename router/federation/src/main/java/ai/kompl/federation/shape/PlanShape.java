package ai.kompl.federation.shape;

import ai.kompl.federation.plan.AnswerSelection;
import ai.kompl.federation.plan.ContextVariable;
import ai.kompl.federation.plan.ContextVariable.ContextSource;
import ai.kompl.federation.plan.EntityLookup;
import ai.kompl.federation.plan.EntityLookup.Step;
import ai.kompl.federation.plan.EntityLookup.Target;
import ai.kompl.federation.plan.EntityRoot;
import ai.kompl.federation.plan.Fetch;
import ai.kompl.federation.plan.QueryPlan;
import ai.kompl.federation.plan.Representation;
import ai.kompl.federation.plan.Slot;
import ai.kompl.federation.shape.FetchShape.LookupShape;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A plan in the form it is executed by, shared by all requests that run the plan. Immutable but for
 * one hint: how long responses are.
 */
public final class PlanShape {
  /** The most fetches that a plan may have. */
  public static final int MAX_FETCHES = 1000;

  private final QueryPlan plan;
  private final TypeNames names;
  private final Conditions conditions;
  private final Layout root;
  private final List<FetchShape> fetches;
  private final ResponseShape response;
  private final VerbatimCompiler verbatim;
  private final int parts;
  private final AtomicInteger latestLength = new AtomicInteger();

  private PlanShape(QueryPlan plan) {
    this.plan = plan;
    this.names = new TypeNames(plan.types());
    this.conditions = new Conditions(plan.guards());
    this.root = positions(plan).layout();
    this.response = ResponseShape.of(plan.response(), root, conditions);
    this.verbatim = new VerbatimCompiler(root, response);
    this.fetches = plan.fetches().stream().map(this::fetch).toList();
    this.parts = response.lastPart() + 1;
  }

  /**
   * Compiles a plan.
   *
   * @throws IllegalArgumentException when it has more than {@link #MAX_FETCHES} fetches
   */
  public static PlanShape of(QueryPlan plan) {
    if (plan.fetches().size() > MAX_FETCHES) {
      throw new IllegalArgumentException("plan with more than " + MAX_FETCHES + " fetches");
    }
    return new PlanShape(plan);
  }

  /** The plan itself. */
  public QueryPlan plan() {
    return plan;
  }

  /** The names of object types. */
  public TypeNames names() {
    return names;
  }

  /** The conditions that fetches and fields refer to. */
  public Conditions conditions() {
    return conditions;
  }

  /** The layout of the store's root object. */
  public Layout root() {
    return root;
  }

  /** The fetches, by number. */
  public List<FetchShape> fetches() {
    return fetches;
  }

  /** How long the latest response was, in bytes; zero before the first. */
  public int latestLength() {
    return latestLength.get();
  }

  /** Notes how long a response was, so that the next one has room from the start. */
  public void answered(int length) {
    latestLength.setPlain(length);
  }

  /** How many parts the response has: one, and one for each deferred fragment. */
  public int parts() {
    return parts;
  }

  /** The shape of the response's data. */
  public ResponseShape response() {
    return response;
  }

  private static Position positions(QueryPlan plan) {
    Position root = new Position();
    EntityRoot entity = plan.entityRoot();
    if (entity != null) {
      Position place = root.child(entity.slot());
      place.handle();
      place.add(Slot.TYPENAME);
      entity.key().forEach(input -> add(place, input));
    }
    int answers = 0;
    for (Fetch fetch : plan.fetches()) {
      switch (fetch) {
        case Fetch.Root from -> add(root, List.of(from.target()), from.answer(), answers++);
        case Fetch.Entities from -> {
          for (EntityLookup lookup : from.lookups()) {
            add(root, lookup.targets(), lookup.answer(), answers++);
          }
        }
      }
    }
    plan.fetches().forEach(fetch -> read(root, fetch));
    return root;
  }

  private static void add(Position place, EntityRoot.KeyInput input) {
    place.add(input.slot());
    if (!input.fields().isEmpty()) {
      Position below = place.child(input.slot());
      below.handle();
      input.fields().forEach(field -> add(below, field));
    }
  }

  private static void read(Position root, Fetch fetch) {
    if (fetch instanceof Fetch.Entities entities) {
      for (EntityLookup lookup : entities.lookups()) {
        for (Target target : lookup.targets()) {
          Position place = root.at(target);
          lookup.representations().forEach(sent -> place.read(sent.fields()));
          lookup.contexts().forEach(variable -> read(root, target, variable));
        }
      }
    }
  }

  private static void read(Position root, Target target, ContextVariable variable) {
    for (ContextSource source : variable.sources()) {
      int depth = target.steps().size() - source.levels();
      root.at(new Target(target.steps().subList(0, depth))).read(source.selection());
    }
  }

  private static void add(Position root, List<Target> targets, AnswerSelection answer, int from) {
    Position first = root.at(targets.getFirst());
    for (Target target : targets) {
      Position place = root.at(target);
      place.add(answer, from);
      first.shareBelow(answer, place);
    }
  }

  private FetchShape fetch(Fetch fetch) {
    List<LookupShape> lookups =
        switch (fetch) {
          case Fetch.Root from -> List.of(data(from));
          case Fetch.Entities from -> from.lookups().stream().map(this::lookup).toList();
        };
    return new FetchShape(
        fetch, conditions.number(fetch.condition()), lookups, dependants(fetch.id()));
  }

  private LookupShape data(Fetch.Root fetch) {
    TargetShape target = target(fetch.target(), fetch.answer(), List.of(), List.of());
    AnswerShape answer = AnswerShape.outermost(fetch.answer(), List.of(target.layout()), verbatim);
    return new LookupShape("", "", Conditions.ALWAYS, answer, List.of(target), List.of(), false);
  }

  private LookupShape lookup(EntityLookup lookup) {
    List<TargetShape> targets =
        lookup.targets().stream()
            .map(target ->
                target(target, lookup.answer(), lookup.representations(), lookup.contexts()))
            .toList();
    return new LookupShape(
        lookup.responseKey(),
        lookup.variable(),
        conditions.number(lookup.condition()),
        AnswerShape.outermost(
            lookup.answer(), targets.stream().map(TargetShape::layout).toList(), verbatim),
        targets,
        lookup.contexts().stream().map(ContextVariable::name).toList(),
        lookup.targets().stream().anyMatch(this::isInContext));
  }

  private TargetShape target(
      Target target,
      AnswerSelection answer,
      List<Representation> representations,
      List<ContextVariable> contexts) {
    return new TargetShape(target, root, answer, representations, contexts, names);
  }

  /** Whether objects at a path lie between a context and an entity that takes it. */
  private boolean isInContext(Target target) {
    List<Integer> path = target.steps().stream().map(Step::slot).toList();
    for (Fetch fetch : plan.fetches()) {
      if (fetch instanceof Fetch.Entities entities) {
        for (EntityLookup lookup : entities.lookups()) {
          if (lookup.targets().stream().anyMatch(taker -> isBetween(path, taker, lookup))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean isBetween(List<Integer> path, Target taker, EntityLookup lookup) {
    int depth = taker.steps().size();
    List<Integer> whole = taker.steps().stream().map(Step::slot).toList();
    return depth > path.size()
        && whole.subList(0, path.size()).equals(path)
        && lookup.contexts().stream()
            .flatMap(variable -> variable.sources().stream())
            .anyMatch(source -> depth - source.levels() < path.size());
  }

  private int[] dependants(int id) {
    List<Integer> waiting = new ArrayList<>();
    for (Fetch fetch : plan.fetches()) {
      if (fetch.dependsOn().contains(id)) {
        waiting.add(fetch.id());
      }
    }
    return waiting.stream().mapToInt(Integer::intValue).toArray();
  }
}
