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
import ai.kompl.federation.schema.CompositeType;
import ai.kompl.federation.schema.TypeSet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns decisions into fetches: the one place where selections grow. */
final class Commitment {
  private final PositionSolver solver;
  private final boolean mutation;
  private final List<FetchNode> fetches = new ArrayList<>();

  Commitment(PositionSolver solver, boolean mutation) {
    this.solver = solver;
    this.mutation = mutation;
  }

  List<FetchNode> fetches() {
    return fetches;
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
      CompositeType named = solver.graph().schema().find(access.type().name());
      CursorField field = active.cursor().add(need, objects.types(), named);
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
    }
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
        TypeSet.empty(),
        Condition.ALWAYS,
        true,
        solver.needs().pool().none());
  }

  private Active open(Opening opening, List<Active> sources, Of objects) {
    Set<FetchNode> used = new LinkedHashSet<>();
    for (FieldChoice input : opening.inputs()) {
      commit(input, sources, objects, used);
    }
    if (!sources.isEmpty() && !objects.place().path().isEmpty()) {
      // The objects must be there; the root object always is.
      addUsed(used, sources.getFirst().fetch());
    }
    Entry entry = opening.entry();
    int subgraph = entry.source().subgraph();
    if (entry.kind() == Entry.Kind.ROOT) {
      Cursor cursor = new Cursor(subgraph, entry.type());
      boolean changes =
          mutation && entry.type().name().equals(solver.graph().schema().rootTypes().mutation());
      FetchNode fetch =
          new FetchNode(subgraph, new FetchNode.RootPart(objects.place().path(), cursor, changes));
      return added(entry, fetch, cursor, used);
    }
    if (entry.kind() == Entry.Kind.ENTITY && objects.place().possible().size() > 1) {
      addTypenameSource(sources, used);
    }
    LookupNode lookup = new LookupNode(objects.place().path(), objects.place().possible());
    lookup.representations().add(representation(opening, objects));
    boolean byInterface = entry.kind() == Entry.Kind.INTERFACE_ENTITY;
    Cursor cursor = new Cursor(subgraph, byInterface ? entry.type() : null);
    lookup.cursors().put(byInterface ? entry.type().name() : "", cursor);
    FetchNode fetch = new FetchNode(subgraph, null);
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
