package ai.kompl.federation.testkit;

import ai.kompl.federation.schema.TypeSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which slots of which objects are filled, and by whom, with a symbol for each run-time type. */
final class SymbolicStore {
  private final TypeSet root;
  private final Map<Filled, Set<Integer>> givers = new HashMap<>();
  private final Map<Filled, TypeSet> objects = new HashMap<>();

  /**
   * All objects of one type that are reached in one way.
   *
   * @param above null for the root
   * @param slot the slot of the object above
   */
  record Spot(@Nullable Spot above, int slot, int type) {}

  private record Filled(Spot spot, int slot) {}

  SymbolicStore(TypeSet root) {
    this.root = root;
  }

  List<Spot> roots() {
    return spots(null, -1, root);
  }

  private static List<Spot> spots(@Nullable Spot above, int slot, TypeSet types) {
    List<Spot> spots = new ArrayList<>();
    types.forEach(type -> spots.add(new Spot(above, slot, type)));
    return spots;
  }

  void give(Spot spot, int slot, int fetch) {
    givers.computeIfAbsent(new Filled(spot, slot), _ -> new HashSet<>()).add(fetch);
  }

  /** The slot has objects of these types; told by several, they are of those that all tell. */
  void objects(Spot spot, int slot, TypeSet types) {
    objects.merge(new Filled(spot, slot), types, TypeSet::and);
  }

  Set<Integer> givers(Spot spot, int slot) {
    return givers.getOrDefault(new Filled(spot, slot), Set.of());
  }

  List<Spot> below(Spot spot, int slot) {
    return spots(spot, slot, objects.getOrDefault(new Filled(spot, slot), TypeSet.empty()));
  }

  Spot above(Spot spot, int levels) {
    Spot at = spot;
    for (int level = 0; level < levels; level++) {
      at = Objects.requireNonNull(at.above());
    }
    return at;
  }

  String name(Spot spot, int slot) {
    Spot above = spot.above();
    return (above == null ? "" : name(above, spot.slot())) + "/" + spot.type() + "." + slot;
  }
}
