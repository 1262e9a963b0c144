package ai.kompl.federation.testkit;

import ai.kompl.federation.operation.NormalField;
import ai.kompl.federation.schema.CompositeType;
import ai.kompl.federation.schema.FieldDefinition;
import ai.kompl.federation.schema.FieldInSubgraph;
import ai.kompl.federation.schema.FieldSet;
import ai.kompl.federation.schema.SupergraphSchema;
import ai.kompl.federation.schema.TypeInSubgraph;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fewest subgraph calls that can answer a query, found by trying all orders of calls. It knows
 * nothing of how the planner works: it goes forward from what can be called to what is then known.
 * A call to a subgraph looks up every object whose key is known, which never does harm here. For
 * queries over object types with flat keys and without conditions.
 */
public final class FewestCalls {
  private final SupergraphSchema schema;
  private final List<Place> places = new ArrayList<>();
  private final Set<Fact> goal = new HashSet<>();

  /** Objects in the answer; the first place is the root. */
  private record Place(CompositeType type, List<Child> children) {}

  private record Child(String field, int place) {}

  /** What is known: a field of the objects at a place, or that a subgraph holds the objects. */
  private sealed interface Fact {
    record Known(int place, String field) implements Fact {}

    record Held(int place, int subgraph) implements Fact {}
  }

  /**
   * What was found.
   *
   * @param calls the fewest calls
   * @param rounds the fewest calls that wait for one another, however many there are in all
   */
  public record Found(int calls, int rounds) {}

  public FewestCalls(SupergraphSchema schema, List<NormalField> query) {
    this.schema = schema;
    place(schema.composite(schema.rootTypes().query()), query);
  }

  private int place(CompositeType type, List<NormalField> fields) {
    List<Child> children = new ArrayList<>();
    int number = places.size();
    places.add(new Place(type, children));
    for (NormalField field : fields) {
      FieldDefinition definition = type.field(field.name());
      if (definition != null) {
        goal.add(new Fact.Known(number, field.name()));
        CompositeType below = schema.find(definition.type().name());
        if (below != null) {
          children.add(new Child(field.name(), place(below, field.children())));
        }
      }
    }
    return number;
  }

  /** Tries everything. */
  public Found find() {
    return new Found(calls(), rounds());
  }

  private int calls() {
    Set<Set<Fact>> states = Set.of(Set.of());
    for (int calls = 0; ; calls++) {
      if (states.stream().anyMatch(state -> state.containsAll(goal))) {
        return calls;
      }
      Set<Set<Fact>> next = new LinkedHashSet<>();
      for (Set<Fact> state : states) {
        for (int subgraph = 0; subgraph < schema.subgraphs().size(); subgraph++) {
          next.add(afterRoot(state, subgraph));
          next.add(afterEntities(state, subgraph));
        }
      }
      next.removeAll(states);
      states = next;
    }
  }

  private int rounds() {
    Set<Fact> state = Set.of();
    for (int rounds = 0; ; rounds++) {
      if (state.containsAll(goal)) {
        return rounds;
      }
      Set<Fact> next = new HashSet<>(state);
      for (int subgraph = 0; subgraph < schema.subgraphs().size(); subgraph++) {
        next.addAll(afterRoot(state, subgraph));
        next.addAll(afterEntities(state, subgraph));
      }
      state = next;
    }
  }

  private Set<Fact> afterRoot(Set<Fact> state, int subgraph) {
    Set<Fact> after = new HashSet<>(state);
    if (places.getFirst().type().in(subgraph) != null) {
      hold(0, subgraph, after);
    }
    return after;
  }

  private Set<Fact> afterEntities(Set<Fact> state, int subgraph) {
    Set<Fact> after = new HashSet<>(state);
    for (int place = 1; place < places.size(); place++) {
      if (canLookUp(place, subgraph, state)) {
        hold(place, subgraph, after);
        for (FieldDefinition field : places.get(place).type().fields()) {
          FieldInSubgraph there = field.in(subgraph);
          FieldSet required = there == null ? null : there.requires();
          if (required != null && known(place, required, state)) {
            know(place, field.name(), subgraph, after);
          }
        }
      }
    }
    return after;
  }

  private boolean canLookUp(int place, int subgraph, Set<Fact> state) {
    @Nullable TypeInSubgraph there = places.get(place).type().in(subgraph);
    return there != null
        && there.keys().stream()
            .anyMatch(key -> key.resolvable() && known(place, key.fields(), state));
  }

  private static boolean known(int place, FieldSet fields, Set<Fact> state) {
    return fields.fields().stream()
        .allMatch(field -> state.contains(new Fact.Known(place, field.name())));
  }

  /** The subgraph holds the objects: all that it gives without conditions is known. */
  private void hold(int place, int subgraph, Set<Fact> after) {
    if (after.add(new Fact.Held(place, subgraph))) {
      for (FieldDefinition field : places.get(place).type().fields()) {
        FieldInSubgraph there = field.in(subgraph);
        if (there != null && !there.external() && there.requires() == null) {
          know(place, field.name(), subgraph, after);
        }
      }
    }
  }

  private void know(int place, String field, int subgraph, Set<Fact> after) {
    after.add(new Fact.Known(place, field));
    for (Child child : places.get(place).children()) {
      if (Objects.equals(child.field(), field)) {
        hold(child.place(), subgraph, after);
      }
    }
  }
}
