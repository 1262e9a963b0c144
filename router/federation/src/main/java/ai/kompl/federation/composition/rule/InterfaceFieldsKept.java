package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.merge.MergedSchema;
import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.SchemaModel;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.List;

/** A merged type has all fields that its interfaces have after merging. */
final class InterfaceFieldsKept implements SupergraphRule {
  @Override
  public void check(MergedSchema merged, ProblemSink sink) {
    SchemaModel schema = merged.schema();
    MergedReport report = new MergedReport(merged, sink);
    for (TypeNode type : schema.types().values()) {
      for (String name : type.interfaces()) {
        TypeNode abstraction = schema.type(name);
        if (abstraction == null) {
          continue;
        }
        for (FieldNode field : abstraction.fields().values()) {
          if (!type.fields().containsKey(field.name())) {
            report(merged, report, type, name + "." + field.name());
          }
        }
      }
    }
  }

  private static void report(
      MergedSchema merged, MergedReport report, TypeNode type, String coordinate) {
    String[] path = coordinate.split("\\.", -1);
    List<String> having =
        merged.subgraphs().stream()
            .filter(subgraph -> subgraph.schema().field(path[0], path[1]) != null)
            .map(Subgraph::name)
            .toList();
    String message =
        coordinate
            + " is declared in "
            + String.join(", ", having)
            + ", but "
            + type.name()
            + ", which implements "
            + path[0]
            + ", has no field "
            + path[1]
            + " in any subgraph; add it there";
    report.error(ErrorCode.INTERFACE_FIELD_NO_IMPLEM, type.name(), message);
  }
}
