package ai.kompl.federation.planner;

import ai.kompl.federation.graph.Access;
import ai.kompl.federation.graph.Entry;
import ai.kompl.federation.graph.Source;
import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.plan.EntityLookup.Step;
import ai.kompl.federation.plan.Representation;
import ai.kompl.federation.plan.Representation.RepresentationField;
import ai.kompl.federation.planner.Cursor.CursorField;
import ai.kompl.federation.planner.Decision.ClassDecision;
import ai.kompl.federation.planner.Decision.FieldChoice;
import ai.kompl.federation.planner.Decision.Opening;
import ai.kompl.federation.planner.Deferrals.Deferral;
import ai.kompl.federation.planner.PositionSolver.Position;
import ai.kompl.federation.schema.CompositeType;
import ai.kompl.federation.schema.FieldSet;
import ai.kompl.federation.schema.TypeInSubgraph;
import ai.kompl.federation.schema.TypeSet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns decisions into fetches: the one place where selections grow. */
final class Commitment {
  private final PositionSolver solver;
  private final Deferrals deferrals;
  private final boolean mutation;
  private final List<FetchNode> fetches = new ArrayList<>();
  private final ContextDependencies contexts = new ContextDependencies();
  private int part;
  private @Nullable Cursor taker;

  Commitment(PositionSolver solver, Deferrals deferrals, boolean mutation) {
    this.solver = solver;
    this.deferrals = deferrals;
    this.mutation = mutation;
  }

  List<FetchNode> fetches() {
    return fetches;
  }

  /** Which fetches wait for the values of contexts. */
  ContextDependencies contexts() {
    return contexts;
  }

  /**
   * A source with the selection that stands for the object in its fetch.
   *
   * @param fetch null where the object was handed in with the request
   */
  record Active(Source source, @Nullable FetchNode fetch, Cursor cursor) {}

  /** Where objects lie in the store, and which types they can have. */
  record Place(List<Step> path, TypeSet possible) {
    Place {
      path = List.copyOf(path);
    }

    /** The place of the objects in a slot of those objects here that have the given types. */
    Place into(int slot, TypeSet of, TypeSet possibleThere) {
      List<Step> steps = new ArrayList<>(path);
      if (!steps.isEmpty() && !possible.isSubsetOf(of)) {
        steps.set(steps.size() - 1, new Step(steps.getLast().slot(), of));
      }
      steps.add(new Step(slot, null));
      return new Place(steps, possibleThere);
    }
  }

  /** Commits the decision for a position. */
  void commit(Decision decision, List<Active> given, Place place, Set<FetchNode> used) {
    List<Active> sources = new ArrayList<>(given);
    if (decision.discovery() != null) {
      CompositeType type = given.getFirst().source().type();
      Active opened = open(decision.discovery(), sources, new Of(place, place.possible(), type));
      opened.cursor().add(typename(), place.possible(), null);
      sources.add(opened);
      addUsed(used, opened.fetch());
    }
    for (ClassDecision group : decision.classes()) {
      CompositeType type =
          sources.stream().allMatch(active -> active.source().interfaceObject())
                  && place.possible().size() > 1
              ? sources.getFirst().source().type()
              : solver.graph().schema().object(group.types().first());
      commit(group, List.copyOf(sources), new Of(place, group.types(), type), used);
    }
  }

  /** The objects of some types at a place; {@code type} stands for all of them. */
  private record Of(Place place, TypeSet types, CompositeType type) {}

  private void commit(ClassDecision group, List<Active> given, Of objects, Set<FetchNode> used) {
    List<Active> sources = new ArrayList<>(given);
    for (Opening opening : group.openings()) {
      sources.add(open(opening, sources, objects));
    }
    for (FieldChoice choice : group.fields()) {
      commit(choice, sources, objects, used);
    }
  }

  private void commit(FieldChoice choice, List<Active> sources, Of objects, Set<FetchNode> used) {
    Need need = choice.need();
    List<Active> below = new ArrayList<>();
    for (int index : choice.sources()) {
      Active active = sources.get(index);
      addUsed(used, active.fetch());
      Access access =
          Objects.requireNonNull(
              solver.graph().access(active.source(), objects.type(), need.name()));
      noteContexts(need, active.fetch(), access, objects);
      CompositeType named = solver.graph().schema().find(access.type().name());
      CursorField field = add(active.cursor(), need, objects.types(), named);
      if (field.child() != null && named != null) {
        Source source = new Source(active.source().subgraph(), named, access.provided());
        below.add(new Active(source, active.fetch(), field.child()));
        if (below.size() == 1) {
          field.require();
        }
      }
    }
    if (!below.isEmpty()) {
      TypeSet possible = solver.possible(below.stream().map(Active::source).toList());
      Place place = objects.place().into(need.slot().number(), objects.types(), possible);
      addTypename(need.children(), below, possible);
      commit(choice.child(), below, place, used);
      commitDeferred(below, place);
    }
  }

  /** What is needed whatever happens is wanted only when what it is given to is. */
  private CursorField add(Cursor cursor, Need need, TypeSet types, @Nullable CompositeType below) {
    return taker == null || !need.condition().always()
        ? cursor.add(need, types, below)
        : cursor.addFor(taker, need, types, below);
  }

  private void noteContexts(Need need, @Nullable FetchNode fetch, Access access, Of objects) {
    if (fetch != null && solver.graph().schema().hasContexts()) {
      contexts.wrote(fetch, objects.place().path(), need.slot().number(), objects.types());
      contexts.takes(fetch, objects.place().path(), need, access.contextArguments());
    }
  }

  /** Commits what deferred fragments need of the objects at a place, in fetches of their own. */
  void commitDeferred(List<Active> sources, Place place) {
    Cursor outer = taker;
    taker = null;
    for (Deferral deferral : deferrals.at(place.path(), part)) {
      int around = part;
      part = deferral.part();
      if (!commitFromKeys(deferral, sources, place)) {
        Decision decision = solver.solve(position(deferral.needs(), sources, place));
        if (decision == null) {
          throw new UnplannableException("The subgraphs cannot resolve a deferred fragment.");
        }
        commit(decision, sources, place, new LinkedHashSet<>());
      }
      commitDeferred(sources, place);
      part = around;
    }
    taker = outer;
  }

  /**
   * Commits a deferred fragment so that it takes nothing but keys from the fetches before it: what
   * the same subgraph could give at once may be just what makes it slow.
   *
   * @return false when that is not possible here, and nothing has been committed
   */
  private boolean commitFromKeys(Deferral deferral, List<Active> sources, Place place) {
    Active first = sources.isEmpty() ? null : sources.getFirst();
    if (first == null || first.fetch() == null || place.possible().size() != 1) {
      return false;
    }
    CompositeType type = first.source().type();
    TypeInSubgraph there = type.in(first.source().subgraph());
    if (type.kind() != CompositeType.Kind.OBJECT || there == null || there.keys().isEmpty()) {
      return false;
    }
    List<FieldSet.Entry> keys = new ArrayList<>();
    there.keys().forEach(key -> keys.addAll(key.fields().fields()));
    Source given = new Source(Source.GIVEN, type, new FieldSet(keys));
    List<Active> known = List.of(new Active(given, first.fetch(), first.cursor()));
    Decision decision = solver.solve(position(deferral.needs(), known, place));
    if (decision == null) {
      return false;
    }
    commit(decision, known, place, new LinkedHashSet<>());
    return true;
  }

  private Position position(Needs needs, List<Active> sources, Place place) {
    List<Source> given = sources.stream().map(Active::source).map(solver::known).toList();
    return new Position(needs, place.possible(), given, false);
  }

  private static void addUsed(Set<FetchNode> used, @Nullable FetchNode fetch) {
    if (fetch != null) {
      used.add(fetch);
    }
  }

  /** Objects of several possible types are asked for their type, by one source only. */
  private void addTypename(Needs needs, List<Active> sources, TypeSet possible) {
    boolean wanted = needs.fields().stream().anyMatch(Need::isTypename) || possible.size() > 1;
    for (Active active : sources) {
      if (!active.source().interfaceObject()) {
        if (wanted || active.source().type().kind() != CompositeType.Kind.OBJECT) {
          active.cursor().add(typename(), active.source().type().possible(), null);
        }
        return;
      }
    }
  }

  private Need typename() {
    return new Need(
        solver.needs().slots().slot("__typename", ""),
        "",
        Set.of(),
        Map.of(),
        TypeSet.empty(),
        Condition.ALWAYS,
        true,
        solver.needs().pool().none());
  }

  private Active open(Opening opening, List<Active> sources, Of objects) {
    Entry entry = opening.entry();
    boolean byType = entry.kind() == Entry.Kind.ENTITY;
    Cursor cursor = new Cursor(entry.source().subgraph(), byType ? null : entry.type());
    Set<FetchNode> used = new LinkedHashSet<>();
    Cursor outer = taker;
    taker = cursor;
    for (FieldChoice input : opening.inputs()) {
      commit(input, sources, objects, used);
    }
    taker = outer;
    if (!sources.isEmpty() && !objects.place().path().isEmpty()) {
      // The objects must be there; the root object always is.
      addUsed(used, sources.getFirst().fetch());
    }
    if (entry.kind() == Entry.Kind.ROOT) {
      boolean changes =
          mutation && entry.type().name().equals(solver.graph().schema().rootTypes().mutation());
      FetchNode fetch =
          new FetchNode(
              cursor.subgraph(),
              part,
              new FetchNode.RootPart(objects.place().path(), cursor, changes));
      return added(entry, fetch, cursor, used);
    }
    if (byType && objects.place().possible().size() > 1) {
      addTypenameSource(sources, used);
    }
    LookupNode lookup = new LookupNode(objects.place().path(), objects.place().possible());
    lookup.representations().add(representation(opening, objects));
    lookup.cursors().put(byType ? "" : entry.type().name(), cursor);
    FetchNode fetch = new FetchNode(cursor.subgraph(), part, null);
    fetch.lookups().add(lookup);
    return added(entry, fetch, cursor, used);
  }

  private Active added(Entry entry, FetchNode fetch, Cursor cursor, Set<FetchNode> used) {
    fetch.dependsOn().addAll(used);
    fetches.add(fetch);
    return new Active(entry.source(), fetch, cursor);
  }

  private static void addTypenameSource(List<Active> sources, Set<FetchNode> used) {
    for (Active active : sources) {
      if (!active.source().interfaceObject()) {
        addUsed(used, active.fetch());
        return;
      }
    }
  }

  private Representation representation(Opening opening, Of objects) {
    List<RepresentationField> fields =
        solver.needs().representation(opening.key(), objects.type(), true);
    if (opening.required() != null) {
      fields =
          LookupNode.join(
              fields, solver.needs().representation(opening.required(), objects.type(), false));
    }
    boolean byInterface = opening.entry().kind() == Entry.Kind.INTERFACE_ENTITY;
    String single = objects.types().size() == 1 ? objects.type().name() : null;
    return new Representation(
        objects.types(), byInterface ? opening.entry().type().name() : single, fields);
  }
}
