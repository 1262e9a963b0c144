package ai.kompl.federation.composition.satisfy;

import ai.kompl.federation.composition.merge.MergedSchema;
import ai.kompl.federation.composition.problem.CompositionError;
import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.HintCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.problem.SourcePosition;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.SchemaModel;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the walks found; each field is reported once, however many paths lead to it. */
final class Findings {
  private static final int MAX_REPORTED = 100;

  private final MergedSchema merged;
  private final ProblemSink sink;
  private final Set<String> reported = new HashSet<>();

  Findings(MergedSchema merged, ProblemSink sink) {
    this.merged = merged;
    this.sink = sink;
  }

  /** Whether enough was reported. */
  boolean full() {
    return reported.size() >= MAX_REPORTED;
  }

  void unsatisfied(String coordinate, String query, List<String> reasons) {
    if (!reported.add(coordinate)) {
      return;
    }
    StringBuilder message =
        new StringBuilder("the following query cannot be planned:\n").append(query);
    reasons.forEach(reason -> message.append("\n- ").append(reason));
    List<SourcePosition> positions = positions(coordinate);
    List<String> subgraphs = positions.stream().map(SourcePosition::subgraph).distinct().toList();
    sink.error(
        new CompositionError(
            ErrorCode.SATISFIABILITY_ERROR,
            message.toString(),
            List.of(coordinate),
            subgraphs,
            positions));
  }

  private List<SourcePosition> positions(String coordinate) {
    String[] path = coordinate.split("\\.", -1);
    List<SourcePosition> positions = new ArrayList<>();
    for (Subgraph subgraph : merged.subgraphs()) {
      FieldNode field = subgraph.schema().field(path[0], path[1]);
      if (field != null) {
        positions.add(field.position());
      }
    }
    return positions;
  }

  /** Whether there was an error about the coordinate. */
  boolean told(String coordinate) {
    return reported.contains(coordinate);
  }

  /**
   * The check took more than its limit.
   *
   * @param type where it was met by the most ways
   */
  void tooLarge(long limit, String type) {
    if (!reported.add("")) {
      return;
    }
    String message =
        "the check that all queries can be planned was given up after "
            + limit
            + " steps: "
            + type
            + " is reached over too many different combinations of subgraphs; give it, or the types"
            + " on the way to it, a @key, or let the same subgraphs resolve their shared fields";
    List<SourcePosition> positions = new ArrayList<>();
    for (Subgraph subgraph : merged.subgraphs()) {
      TypeNode node = subgraph.type(type);
      if (node != null) {
        positions.add(node.position());
      }
    }
    sink.error(ErrorCode.MAX_VALIDATION_SUBGRAPH_PATHS_EXCEEDED, message, type, positions);
  }

  /** Subgraphs that share a field of abstract type should agree on what it can be. */
  void checkRuntimeTypes(
      MergedSchema schema,
      SchemaModel visible,
      Spots spots,
      TypeNode type,
      FieldNode field,
      BitSet next) {
    TypeNode target = visible.type(field.type().baseName());
    if (next.cardinality() < 2
        || target == null
        || visible.runtimeTypes(target.name()).contains(target.name())) {
      return;
    }
    Set<String> all = visible.runtimeTypes(target.name());
    Map<String, Set<String>> bySubgraph = new LinkedHashMap<>();
    Spots.forEach(
        next,
        id -> {
          Spot spot = spots.get(id);
          Subgraph subgraph = schema.subgraphs().get(spot.graph());
          TypeNode own = subgraph.type(spot.type());
          if (own != null && !own.interfaceObject()) {
            bySubgraph.put(
                subgraph.name(), new TreeSet<>(subgraph.schema().runtimeTypes(spot.type())));
          }
        });
    report(type.name() + "." + field.name(), all, bySubgraph);
  }

  private void report(String coordinate, Set<String> all, Map<String, Set<String>> bySubgraph) {
    Set<String> common = new TreeSet<>(all);
    bySubgraph.values().forEach(common::retainAll);
    boolean same = new HashSet<>(bySubgraph.values()).size() <= 1;
    boolean none = bySubgraph.values().stream().allMatch(Set::isEmpty);
    if (bySubgraph.size() < 2 || same || none) {
      return;
    }
    List<String> subgraphs = List.copyOf(bySubgraph.keySet());
    if (!common.isEmpty()) {
      String message =
          coordinate
              + " is shared but can be "
              + bySubgraph
              + "; make sure that all subgraphs answer with types that all of them know";
      sink.hint(
          HintCode.INCONSISTENT_RUNTIME_TYPES_FOR_SHAREABLE_RETURN, message, coordinate, subgraphs);
    } else if (reported.add(coordinate)) {
      String message =
          coordinate
              + " is shared but has no run-time type in common: "
              + bySubgraph
              + "; a shared field must answer alike everywhere";
      sink.error(
          new CompositionError(
              ErrorCode.SHAREABLE_HAS_MISMATCHED_RUNTIME_TYPES,
              message,
              List.of(coordinate),
              subgraphs,
              positions(coordinate)));
    }
  }
}
