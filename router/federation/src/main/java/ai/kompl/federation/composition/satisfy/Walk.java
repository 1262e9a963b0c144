package ai.kompl.federation.composition.satisfy;

import ai.kompl.federation.composition.merge.MergedSchema;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.SchemaModel;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Walks the client's schema from its roots. A state with fewer spots is harder to satisfy, so the
 * smallest sets go first and a state is passed over when one with a subset of its spots was seen at
 * the same type: that makes dense graphs end.
 */
final class Walk {
  /** Where a walk is: at a type, with the data at hand at some spots, having met contexts. */
  private record State(String type, BitSet spots, Set<String> contexts, QueryPath path) {}

  private record Met(String type, Set<String> contexts) {}

  private final MergedSchema merged;
  private final SchemaModel full;
  private final SchemaModel visible;
  private final Spots spots = new Spots();
  private final Reach reach;
  private final Findings findings;
  private final Explanation explanation;
  private final PriorityQueue<State> queue =
      new PriorityQueue<>(Comparator.comparingInt(state -> state.spots().cardinality()));
  private final Map<Met, List<BitSet>> seen = new HashMap<>();
  private final long limit;
  private long steps;

  Walk(
      MergedSchema merged,
      SchemaModel visible,
      Set<String> labelsOn,
      Findings findings,
      long limit) {
    this.merged = merged;
    this.full = merged.schema();
    this.visible = visible;
    this.findings = findings;
    this.limit = limit;
    FieldAccess access = new FieldAccess(merged, labelsOn);
    this.reach = new Reach(merged, full, spots, access);
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
      if (++steps > limit) {
        findings.tooLarge(limit);
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
        type.fields().values().forEach(field -> follow(state, type, field));
      }
      case INTERFACE, UNION ->
          visible.runtimeTypes(type.name()).forEach(concrete -> narrow(state, concrete));
      case SCALAR, ENUM, INPUT_OBJECT -> {}
    }
  }

  private boolean covered(State state) {
    List<BitSet> earlier =
        seen.computeIfAbsent(new Met(state.type(), state.contexts()), _ -> new ArrayList<>());
    for (BitSet set : earlier) {
      if (subset(set, state.spots())) {
        return true;
      }
    }
    earlier.removeIf(set -> subset(state.spots(), set));
    earlier.add(state.spots());
    return false;
  }

  private static boolean subset(BitSet small, BitSet large) {
    BitSet rest = (BitSet) small.clone();
    rest.andNot(large);
    return rest.isEmpty();
  }

  private void narrow(State state, String concrete) {
    BitSet narrowed = reach.narrow(state.spots(), concrete);
    if (narrowed != null) {
      enqueue(concrete, narrowed, state.contexts(), state.path().on(concrete));
    }
  }

  private void enqueue(String type, BitSet at, Set<String> contexts, QueryPath path) {
    Set<String> met = contexts;
    TypeNode node = full.type(type);
    for (Applied context :
        node == null ? List.<Applied>of() : node.all(FederationDirective.CONTEXT)) {
      met = new HashSet<>(met);
      met.add(String.valueOf(context.string("name")));
    }
    queue.add(new State(type, at, met, path));
  }

  private void follow(State state, TypeNode type, FieldNode field) {
    boolean each = type.name().equals("Mutation");
    BitSet next = null;
    for (int spot = state.spots().nextSetBit(0);
        spot >= 0;
        spot = state.spots().nextSetBit(spot + 1)) {
      BitSet from = each ? single(spot) : reach.closure(spot, type.name());
      BitSet step = reach.step(from, type.name(), field.name());
      if (step == null) {
        continue;
      }
      // A mutation runs in one subgraph, so each that offers the field must be enough by itself.
      if (each && !step.isEmpty()) {
        enqueue(field.type().baseName(), step, state.contexts(), state.path().field(field));
      }
      next = next == null ? new BitSet() : next;
      next.or(step);
    }
    if (next == null) {
      fail(state, type, field);
    } else if (!next.isEmpty() && !each) {
      findings.checkRuntimeTypes(merged, visible, spots, type, field, next);
      enqueue(field.type().baseName(), next, state.contexts(), state.path().field(field));
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
    String query = new QueryPath(state.path(), "__typename").query(false);
    findings.unsatisfied(
        type.name() + ".__typename",
        query,
        explanation.reasons(state.spots(), type.name(), "__typename"));
  }

  private static BitSet single(int spot) {
    BitSet set = new BitSet();
    set.set(spot);
    return set;
  }

  private void fail(State state, TypeNode type, FieldNode field) {
    TypeNode target = visible.type(field.type().baseName());
    boolean composite = target != null && target.kind().composite();
    String query = state.path().field(field).query(composite);
    findings.unsatisfied(
        type.name() + "." + field.name(),
        query,
        explanation.reasons(state.spots(), type.name(), field.name()));
  }
}
