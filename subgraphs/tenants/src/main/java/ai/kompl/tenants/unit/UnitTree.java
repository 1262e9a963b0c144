package ai.kompl.tenants.unit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** All units of an organization at one moment. */
final class UnitTree {
  /** The most levels: deeper than any organization, and few enough to show. */
  static final int DEPTH = 20;

  /** The most units in use. */
  static final int SIZE = 2_000;

  private final Map<UUID, Unit> byId = new HashMap<>();
  private final Map<UUID, List<Unit>> children = new HashMap<>();

  UnitTree(List<Unit> units) {
    for (Unit unit : units) {
      byId.put(unit.id(), unit);
      unit.parentId()
          .ifPresent(parent -> children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(unit));
    }
  }

  Optional<Unit> find(UUID id) {
    return Optional.ofNullable(byId.get(id));
  }

  long inUse() {
    return byId.values().stream().filter(unit -> unit.archivedAt().isEmpty()).count();
  }

  /** The units from the top to this one. */
  List<Unit> path(Unit unit) {
    var path = new ArrayList<Unit>();
    Set<UUID> seen = new LinkedHashSet<>();
    Optional<Unit> at = Optional.of(unit);
    while (at.isPresent() && seen.add(at.get().id())) {
      path.addFirst(at.get());
      at = at.get().parentId().flatMap(this::find);
    }
    return path;
  }

  /** Everything below it, at whatever level. */
  List<Unit> below(Unit unit) {
    var found = new ArrayList<Unit>();
    var open = new ArrayList<>(children.getOrDefault(unit.id(), List.of()));
    while (!open.isEmpty()) {
      Unit next = open.removeLast();
      found.add(next);
      open.addAll(children.getOrDefault(next.id(), List.of()));
    }
    return found;
  }

  /** Whether another unit in use stands in the same place under the same name. */
  boolean hasSibling(Unit unit) {
    return byId.values().stream()
        .filter(other -> other.archivedAt().isEmpty() && !other.id().equals(unit.id()))
        .filter(other -> other.parentId().equals(unit.parentId()))
        .anyMatch(other -> folded(other).equals(folded(unit)));
  }

  private static String folded(Unit unit) {
    return unit.name().toLowerCase(Locale.ROOT);
  }

  /** How many levels there are from this unit on, itself included. */
  int height(Unit unit) {
    int own = path(unit).size();
    return below(unit).stream().mapToInt(one -> path(one).size() - own).max().orElse(0) + 1;
  }
}
