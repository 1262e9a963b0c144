package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.merge.MergedSchema;
import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.problem.SourcePosition;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.ArrayList;
import java.util.List;

/** Writes errors of the merged schema with the places in the subgraphs that have the type. */
record MergedReport(MergedSchema merged, ProblemSink sink) {

  void error(ErrorCode code, String coordinate, String message) {
    sink.error(code, message, coordinate, positions(coordinate));
  }

  private List<SourcePosition> positions(String coordinate) {
    String[] path = coordinate.replaceAll("\\(.*", "").split("\\.", -1);
    List<SourcePosition> positions = new ArrayList<>();
    for (Subgraph subgraph : merged.subgraphs()) {
      TypeNode type = subgraph.type(path[0]);
      if (type == null) {
        continue;
      }
      String part = path.length > 1 ? path[1] : "";
      if (type.fields().containsKey(part)) {
        positions.add(
            subgraph.schema().field(type.name(), part) == null
                ? type.position()
                : type.fields()
                    .getOrDefault(part, type.fields().values().iterator().next())
                    .position());
      } else {
        positions.add(type.position());
      }
    }
    return positions;
  }
}
