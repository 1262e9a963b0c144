package ai.kompl.federation.composition.satisfy;

import ai.kompl.federation.composition.merge.MergedSchema;
import ai.kompl.federation.composition.subgraph.FieldSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Says, subgraph by subgraph, why a field cannot be fetched. */
final class Explanation {
  private final MergedSchema merged;
  private final Spots spots;
  private final FieldAccess access;
  private final Reach reach;

  Explanation(MergedSchema merged, Spots spots, FieldAccess access, Reach reach) {
    this.merged = merged;
    this.spots = spots;
    this.access = access;
    this.reach = reach;
  }

  /** Reasons for the field of a value of the type, which is at hand at the spots. */
  List<String> reasons(BitSet at, String type, String field) {
    BitSet reached = new BitSet();
    Spots.forEach(at, spot -> reached.or(reach.closure(spot, type)));
    Set<String> reasons = new LinkedHashSet<>();
    Set<Integer> graphs = new LinkedHashSet<>();
    Spots.forEach(
        reached,
        id -> {
          Spot spot = spots.get(id);
          graphs.add(spot.graph());
          reasons.add(
              "from subgraph " + name(spot.graph()) + ": " + why(reached, type, spot, field));
        });
    for (Jumps.Jump jump : reach.jumps().of(type)) {
      if (!reached.get(jump.spot()) && useful(jump, field)) {
        reasons.add(
            "cannot move to subgraph "
                + name(jump.graph())
                + " by the key \""
                + jump.key().text()
                + "\" of "
                + jump.type()
                + ", because "
                + missing(reached, type, jump.key()));
      }
    }
    addUnkeyed(type, field, graphs, reasons);
    return List.copyOf(reasons);
  }

  private boolean useful(Jumps.Jump jump, String field) {
    return access.of(jump.graph(), jump.type(), field).state() == FieldAccess.State.RESOLVED;
  }

  /** Subgraphs that would have the field but have no key to be entered by. */
  private void addUnkeyed(String type, String field, Set<Integer> reached, Set<String> reasons) {
    for (int graph = 0; graph < merged.subgraphs().size(); graph++) {
      boolean has = access.of(graph, type, field).state() == FieldAccess.State.RESOLVED;
      int index = graph;
      boolean enterable = reach.jumps().of(type).stream().anyMatch(jump -> jump.graph() == index);
      if (has && !enterable && !reached.contains(graph)) {
        reasons.add(
            "cannot move to subgraph "
                + name(graph)
                + ", which has "
                + type
                + "."
                + field
                + ", because "
                + type
                + " has no resolvable @key there; add one");
      }
    }
  }

  private String name(int graph) {
    return merged.subgraphs().get(graph).name();
  }

  private String why(BitSet reached, String type, Spot spot, String field) {
    FieldAccess.Access found = access.of(spot.graph(), spot.type(), field);
    String coordinate = spot.type() + "." + field;
    return switch (found.state()) {
      case ABSENT -> coordinate + " is not defined there";
      case EXTERNAL -> coordinate + " is external there";
      case OVERRIDDEN -> coordinate + " is overridden there";
      case RESOLVED -> requirement(reached, type, spot, found);
    };
  }

  private String requirement(BitSet reached, String type, Spot spot, FieldAccess.Access found) {
    if (!found.contexts().isEmpty()) {
      return "it takes arguments from a context that is not set on this path";
    }
    boolean comeBack = reach.jumps().enterable(spot.graph(), spot.type());
    return "it requires \""
        + found.requires().text()
        + "\", "
        + (comeBack
            ? "but " + missing(reached, type, found.requires())
            : "but " + spot.type() + " has no resolvable @key there to come back by");
  }

  private String missing(BitSet reached, String type, FieldSet fields) {
    List<String> missing = new ArrayList<>();
    for (FieldSet.Part part : fields.parts()) {
      if (!reach.resolves(reached, type, new FieldSet(List.of(part)))) {
        missing.add(new FieldSet(List.of(part)).text());
      }
    }
    return missing.isEmpty()
        ? "that needs the same field again"
        : "\"" + String.join(" ", missing) + "\" cannot be read from " + names(reached);
  }

  private String names(BitSet reached) {
    Set<String> names = new LinkedHashSet<>();
    Spots.forEach(reached, spot -> names.add(name(spots.get(spot).graph())));
    return String.join(", ", names);
  }
}
