package ai.kompl.federation.composition.satisfy;

import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the fields of a type lead. That depends on what is in reach of the spots at hand, not on
 * the spots themselves: in a dense graph every subgraph of an entity is in reach of every other, so
 * that the many states of a type have one answer, which is worked out once.
 */
final class Departures {
  /**
   * A field that was taken.
   *
   * @param next the spots after it; null when it can be read from nowhere, empty after a leaf
   */
  record Departure(FieldNode field, @Nullable BitSet next) {}

  private record Origin(String type, Set<String> contexts, BitSet closures) {}

  private final Reach reach;
  private final Map<BitSet, Integer> closureNumbers = new HashMap<>();
  private final Map<Origin, List<Departure>> known = new HashMap<>();

  Departures(Reach reach) {
    this.reach = reach;
  }

  /** One departure for each field of the type. */
  List<Departure> of(TypeNode type, Set<String> contexts, BitSet spots) {
    BitSet closures = new BitSet();
    List<BitSet> distinct = new ArrayList<>();
    Spots.forEach(
        spots,
        spot -> {
          BitSet closure = reach.closure(spot, type.name());
          int number = closureNumbers.computeIfAbsent(closure, _ -> closureNumbers.size());
          if (!closures.get(number)) {
            closures.set(number);
            distinct.add(closure);
          }
        });
    return known.computeIfAbsent(
        new Origin(type.name(), contexts, closures), _ -> depart(type, distinct));
  }

  private List<Departure> depart(TypeNode type, List<BitSet> closures) {
    List<Departure> departures = new ArrayList<>();
    for (FieldNode field : type.fields().values()) {
      departures.add(new Departure(field, next(closures, type.name(), field.name())));
    }
    return List.copyOf(departures);
  }

  private @Nullable BitSet next(List<BitSet> closures, String type, String field) {
    BitSet next = null;
    for (BitSet closure : closures) {
      BitSet step = reach.step(closure, type, field);
      if (step != null) {
        next = next == null ? new BitSet() : next;
        next.or(step);
      }
    }
    return next;
  }
}
