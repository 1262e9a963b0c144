package ai.kompl.federation.composition.satisfy;

import ai.kompl.federation.composition.merge.MergedSchema;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.SchemaModel;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/**
 * Walks the client's schema from its roots. A state with fewer spots is harder to satisfy, so the
 * smallest sets go first and a state is passed over when one with a subset of its spots was seen at
 * the same type: that makes dense graphs end.
 */
final class Walk {
  /** Where a walk is: at a type, with the data at hand at some spots, having met contexts. */
  private record State(String type, BitSet spots, Set<String> contexts, QueryPath path, int size) {
    State(String type, BitSet spots, Set<String> contexts, QueryPath path) {
      this(type, spots, contexts, path, spots.cardinality());
    }
  }

  private record Met(String type, Set<String> contexts) {}

  private final MergedSchema merged;
  private final SchemaModel full;
  private final SchemaModel visible;
  private final Spots spots = new Spots();
  private final Reach reach;
  private final Findings findings;
  private final Explanation explanation;
  private final PriorityQueue<State> queue =
      new PriorityQueue<>(Comparator.comparingInt(State::size));
  private final Map<Met, Minima> seen = new HashMap<>();
  private final Departures departures;
  private final Effort effort;

  Walk(
      MergedSchema merged,
      SchemaModel visible,
      Set<String> labelsOn,
      Findings findings,
      Effort effort) {
    this.merged = merged;
    this.full = merged.schema();
    this.visible = visible;
    this.findings = findings;
    this.effort = effort;
    FieldAccess access = new FieldAccess(merged, labelsOn);
    this.reach = new Reach(merged, full, spots, access, effort);
    this.departures = new Departures(reach);
    this.explanation = new Explanation(merged, spots, access, reach);
  }

  void run() {
    for (String root : SchemaModel.ROOTS) {
      if (visible.type(root) != null) {
        queue.add(new State(root, roots(root), Set.of(), QueryPath.root(root)));
      }
    }
    while (!queue.isEmpty() && !findings.full()) {
      visit(queue.remove());
      if (effort.spent()) {
        findings.tooLarge(effort.limit(), hardest());
        return;
      }
    }
  }

  private BitSet roots(String root) {
    BitSet at = new BitSet();
    reach.jumps().of(root).forEach(jump -> at.set(jump.spot()));
    return at;
  }

  private void visit(State state) {
    TypeNode type = visible.type(state.type());
    if (type == null || covered(state)) {
      return;
    }
    reach.contexts(state.contexts());
    switch (type.kind()) {
      case OBJECT -> {
        checkTypeName(state, type);
        follow(state, type);
      }
      case INTERFACE, UNION ->
          visible.runtimeTypes(type.name()).forEach(concrete -> narrow(state, concrete));
      case SCALAR, ENUM, INPUT_OBJECT -> {}
    }
  }

  private boolean covered(State state) {
    return !seen.computeIfAbsent(new Met(state.type(), state.contexts()), _ -> new Minima(effort))
        .add(state.spots());
  }

  private void narrow(State state, String concrete) {
    BitSet narrowed = reach.narrow(state.spots(), concrete);
    if (narrowed != null) {
      enqueue(concrete, narrowed, state.contexts(), state.path().on(concrete));
    }
  }

  private void enqueue(String type, BitSet at, Set<String> contexts, QueryPath path) {
    effort.step();
    Set<String> met = contexts;
    TypeNode node = full.type(type);
    for (Applied context :
        node == null ? List.<Applied>of() : node.all(FederationDirective.CONTEXT)) {
      met = new HashSet<>(met);
      met.add(String.valueOf(context.string("name")));
    }
    queue.add(new State(type, at, met, path));
  }

  private void follow(State state, TypeNode type) {
    if (type.name().equals("Mutation")) {
      type.fields().values().forEach(field -> mutate(state, type, field));
      return;
    }
    for (Departures.Departure departure : departures.of(type, state.contexts(), state.spots())) {
      FieldNode field = departure.field();
      BitSet next = departure.next();
      if (next == null) {
        fail(state, type, field);
      } else if (!next.isEmpty()) {
        findings.checkRuntimeTypes(merged, visible, spots, type, field, next);
        enqueue(field.type().baseName(), next, state.contexts(), state.path().field(field));
      }
    }
  }

  /** A mutation runs in one subgraph, so each that offers the field must be enough by itself. */
  private void mutate(State state, TypeNode type, FieldNode field) {
    boolean offered = false;
    for (int spot = state.spots().nextSetBit(0);
        spot >= 0;
        spot = state.spots().nextSetBit(spot + 1)) {
      BitSet next = reach.step(single(spot), type.name(), field.name());
      offered |= next != null;
      if (next != null && !next.isEmpty()) {
        enqueue(field.type().baseName(), next, state.contexts(), state.path().field(field));
      }
    }
    if (!offered) {
      fail(state, type, field);
    }
  }

  /**
   * Any selection may ask for the type's name, and so may the router itself to tell fragments
   * apart.
   */
  private void checkTypeName(State state, TypeNode type) {
    for (int spot = state.spots().nextSetBit(0);
        spot >= 0;
        spot = state.spots().nextSetBit(spot + 1)) {
      if (reach.step(reach.closure(spot, type.name()), type.name(), "__typename") != null) {
        return;
      }
    }
    if (effort.spent() || findings.told(type.name() + ".__typename")) {
      return;
    }
    String query = new QueryPath(state.path(), "__typename").query(false);
    findings.unsatisfied(
        type.name() + ".__typename",
        query,
        explanation.reasons(state.spots(), type.name(), "__typename"));
  }

  /** The type that is met with the most sets of spots of which none holds another. */
  private String hardest() {
    Map<String, Integer> sets = new TreeMap<>();
    seen.forEach((met, earlier) -> sets.merge(met.type(), earlier.size(), Integer::sum));
    return Collections.max(sets.entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  private static BitSet single(int spot) {
    BitSet set = new BitSet();
    set.set(spot);
    return set;
  }

  private void fail(State state, TypeNode type, FieldNode field) {
    if (effort.spent() || findings.told(type.name() + "." + field.name())) {
      return;
    }
    TypeNode target = visible.type(field.type().baseName());
    boolean composite = target != null && target.kind().composite();
    String query = state.path().field(field).query(composite);
    findings.unsatisfied(
        type.name() + "." + field.name(),
        query,
        explanation.reasons(state.spots(), type.name(), field.name()));
  }
}
