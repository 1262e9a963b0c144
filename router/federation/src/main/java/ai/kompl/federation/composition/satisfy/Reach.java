package ai.kompl.federation.composition.satisfy;

import ai.kompl.federation.composition.merge.MergedSchema;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.FieldSet;
import ai.kompl.federation.composition.subgraph.SchemaModel;
import ai.kompl.federation.composition.subgraph.TypeKind;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where data can be taken from a spot: over keys and over what they and {@code @requires} need,
 * which is a least fixpoint. A closure that is asked for while it is being computed answers with
 * what it has; results that leaned on such an answer are not kept.
 */
final class Reach {
  private record Start(int spot, String type, BitSet barred) {}

  private final MergedSchema merged;
  private final SchemaModel schema;
  private final Spots spots;
  private final FieldAccess access;
  private final Effort effort;
  private final Jumps jumps;
  private final Map<Start, BitSet> closures = new HashMap<>();
  private final Map<Start, BitSet> running = new HashMap<>();
  private final Set<String> requiring = new HashSet<>();
  private Set<String> contexts = Set.of();
  private final BitSet barred = new BitSet();
  private boolean leaned;

  Reach(MergedSchema merged, SchemaModel schema, Spots spots, FieldAccess access, Effort effort) {
    this.merged = merged;
    this.schema = schema;
    this.spots = spots;
    this.access = access;
    this.effort = effort;
    this.jumps = new Jumps(merged, schema, spots);
  }

  /** Sets the contexts met on the path in question. */
  void contexts(Set<String> met) {
    if (!contexts.equals(met)) {
      contexts = met;
      closures.clear();
    }
  }

  Jumps jumps() {
    return jumps;
  }

  /**
   * All spots from which a value of the concrete type can be read, once it is at hand at the given
   * one.
   */
  BitSet closure(int spot, String type) {
    Start start = new Start(spot, type, (BitSet) barred.clone());
    BitSet known = closures.get(start);
    if (known != null) {
      return known;
    }
    BitSet partial = running.get(start);
    if (partial != null) {
      leaned = true;
      return partial;
    }
    boolean before = leaned;
    leaned = false;
    BitSet reach = new BitSet();
    reach.set(spot);
    running.put(start, reach);
    grow(reach, type);
    running.remove(start);
    if (!leaned || running.isEmpty()) {
      closures.put(start, reach);
    }
    leaned = (before || leaned) && !running.isEmpty();
    return reach;
  }

  private void grow(BitSet reach, String type) {
    Map<String, BitSet> enteredBy = new HashMap<>();
    boolean grown = true;
    while (grown && !effort.spent()) {
      grown = false;
      for (Jumps.Jump jump : jumps.of(type)) {
        if (!reach.get(jump.spot())
            && !barred.get(jump.graph())
            && usable(reach, type, jump, enteredBy)) {
          reach.set(jump.spot());
          enteredBy.computeIfAbsent(jump.keyText(), _ -> new BitSet()).set(jump.spot());
          grown = true;
        }
      }
    }
  }

  /**
   * Whether a key can be taken. What it needs is not fetched from the subgraph that it leads to,
   * and not from a subgraph that was entered by the same key: both would be detours that planners
   * do not take.
   */
  private boolean usable(
      BitSet reach, String type, Jumps.Jump jump, Map<String, BitSet> enteredBy) {
    if (!nameable(reach, jump.type())) {
      return false;
    }
    BitSet from = (BitSet) reach.clone();
    from.andNot(enteredBy.getOrDefault(jump.keyText(), new BitSet()));
    barred.set(jump.graph());
    boolean usable = resolves(from, type, jump.key());
    barred.clear(jump.graph());
    return usable;
  }

  /** Whether the fields can be read of a value of the concrete type, from any of the spots. */
  boolean resolves(BitSet reach, String type, FieldSet fields) {
    for (FieldSet.Part part : fields.parts()) {
      boolean resolved =
          switch (part) {
            case FieldSet.Pick pick -> picks(reach, type, pick);
            case FieldSet.Narrow narrow ->
                !possible(narrow.type() == null ? type : narrow.type()).contains(type)
                    || resolves(reach, type, narrow.below());
          };
      if (!resolved) {
        return false;
      }
    }
    return true;
  }

  private boolean picks(BitSet reach, String type, FieldSet.Pick pick) {
    if (pick.below().isEmpty()) {
      return reads(reach, type, pick.name());
    }
    BitSet next = step(reach, type, pick.name());
    if (next == null) {
      return false;
    }
    FieldNode field = schema.field(type, pick.name());
    return field == null || resolvesBelow(next, field.type().baseName(), pick.below());
  }

  private boolean resolvesBelow(BitSet spotSet, String type, FieldSet fields) {
    for (String concrete : possible(type)) {
      BitSet narrowed = narrow(spotSet, concrete);
      if (narrowed != null && !resolvesAny(narrowed, concrete, fields)) {
        return false;
      }
    }
    return true;
  }

  private boolean resolvesAny(BitSet spotSet, String type, FieldSet fields) {
    for (int spot = spotSet.nextSetBit(0); spot >= 0; spot = spotSet.nextSetBit(spot + 1)) {
      if (resolves(closure(spot, type), type, fields)) {
        return true;
      }
    }
    return false;
  }

  private boolean reads(BitSet reach, String type, String field) {
    if (field.equals("__typename")) {
      return typeNameKnown(reach);
    }
    for (int spot = reach.nextSetBit(0); spot >= 0; spot = reach.nextSetBit(spot + 1)) {
      if (step(reach, type, spot, field) != NONE) {
        return true;
      }
    }
    return false;
  }

  /** The object types that a type of the supergraph stands for. */
  Set<String> possible(String type) {
    return schema.runtimeTypes(type);
  }

  /**
   * The spots after a field, read from any spot in reach; null when it can be read from none. For a
   * leaf the set is empty.
   */
  @Nullable BitSet step(BitSet reach, String type, String field) {
    if (field.equals("__typename")) {
      return typeNameKnown(reach) ? new BitSet() : null;
    }
    BitSet next = null;
    for (int spot = reach.nextSetBit(0); spot >= 0; spot = reach.nextSetBit(spot + 1)) {
      int target = step(reach, type, spot, field);
      if (target == NONE) {
        continue;
      }
      next = next == null ? new BitSet() : next;
      if (target != LEAF) {
        next.set(target);
      }
    }
    return next;
  }

  private static final int NONE = -1;
  private static final int LEAF = -2;

  /**
   * An interface object knows values by the interface's name only, and so cannot name their own
   * type in a representation.
   */
  private boolean nameable(BitSet reach, String entity) {
    for (int spot = reach.nextSetBit(0); spot >= 0; spot = reach.nextSetBit(spot + 1)) {
      if (spots.get(spot).type().equals(entity)) {
        return true;
      }
    }
    return typeNameKnown(reach);
  }

  private boolean typeNameKnown(BitSet reach) {
    for (int spot = reach.nextSetBit(0); spot >= 0; spot = reach.nextSetBit(spot + 1)) {
      TypeNode type = merged.subgraphs().get(spots.get(spot).graph()).type(spots.get(spot).type());
      if (type != null && !type.interfaceObject()) {
        return true;
      }
    }
    return false;
  }

  private int step(BitSet reach, String type, int from, String field) {
    effort.step();
    if (effort.spent()) {
      return NONE;
    }
    Spot spot = spots.get(from);
    FieldAccess.Access found = access.of(spot.graph(), spot.type(), field);
    FieldSet given = provided(spot.provided(), field);
    if (given == null
        && !(found.state() == FieldAccess.State.RESOLVED
            && contexts.containsAll(found.contexts())
            && requirementMet(reach, type, from, field, found.requires()))) {
      return NONE;
    }
    TypeKind kind = merged.subgraphs().get(spot.graph()).schema().kind(found.target());
    if (kind == null || !kind.composite()) {
      return LEAF;
    }
    return spots.id(new Spot(spot.graph(), found.target(), joined(given, found.provides())));
  }

  private static FieldSet joined(@Nullable FieldSet given, FieldSet provides) {
    if (given == null || given.isEmpty()) {
      return provides;
    }
    List<FieldSet.Part> parts = new ArrayList<>(given.parts());
    provides.parts().stream().filter(part -> !parts.contains(part)).forEach(parts::add);
    return new FieldSet(parts);
  }

  /** What is provided below a field, or null when the field itself is not provided. */
  private static @Nullable FieldSet provided(FieldSet provided, String field) {
    List<FieldSet.Part> below = null;
    for (FieldSet.Part part : provided.parts()) {
      if (part instanceof FieldSet.Pick pick && pick.name().equals(field)) {
        below = below == null ? new ArrayList<>() : below;
        below.addAll(pick.below().parts());
      }
    }
    return below == null ? null : new FieldSet(below);
  }

  private boolean requirementMet(
      BitSet reach, String type, int from, String field, FieldSet requires) {
    if (requires.isEmpty()) {
      return true;
    }
    String mark = from + "|" + type + "." + field;
    if (!requiring.add(mark)) {
      leaned = true;
      return false;
    }
    Spot spot = spots.get(from);
    BitSet alone = new BitSet();
    alone.set(from);
    // Whoever leaves to fetch what is required must be able to come back.
    boolean met =
        resolves(alone, type, requires)
            || (jumps.enterable(spot.graph(), spot.type()) && resolves(reach, type, requires));
    requiring.remove(mark);
    return met;
  }

  /**
   * The spots once a value is known to be of a concrete type; null when at some spot it never is,
   * because then nothing has to be fetched for it: spots of one set are equal sources of the same
   * value.
   */
  @Nullable BitSet narrow(BitSet spotSet, String concrete) {
    BitSet narrowed = new BitSet();
    for (int id = spotSet.nextSetBit(0); id >= 0; id = spotSet.nextSetBit(id + 1)) {
      Spot spot = spots.get(id);
      TypeNode type = merged.subgraphs().get(spot.graph()).type(spot.type());
      if (type == null) {
        continue;
      }
      if (type.interfaceObject()) {
        narrowed.set(id);
      } else if (type.name().equals(concrete)) {
        narrowed.set(id);
      } else if (merged
          .subgraphs()
          .get(spot.graph())
          .schema()
          .runtimeTypes(type.name())
          .contains(concrete)) {
        narrowed.set(spots.id(new Spot(spot.graph(), concrete, narrowed(spot, concrete))));
      } else {
        return null;
      }
    }
    return narrowed;
  }

  private FieldSet narrowed(Spot spot, String concrete) {
    List<FieldSet.Part> parts = new ArrayList<>();
    for (FieldSet.Part part : spot.provided().parts()) {
      switch (part) {
        case FieldSet.Pick pick -> parts.add(pick);
        case FieldSet.Narrow narrow -> {
          if (narrow.type() == null || possible(narrow.type()).contains(concrete)) {
            parts.addAll(narrow.below().parts());
          }
        }
      }
    }
    return parts.isEmpty() ? FieldSet.EMPTY : new FieldSet(parts);
  }
}
