package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.merge.MergedSchema;
import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.InputNode;
import ai.kompl.federation.composition.subgraph.SchemaModel;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.Collection;

/** Nothing that clients see is of a type they do not see. */
final class HiddenNotReferenced implements SupergraphRule {
  @Override
  public void check(MergedSchema merged, ProblemSink sink) {
    SchemaModel schema = merged.schema();
    Check check = new Check(new Hidden(schema), new MergedReport(merged, sink));
    for (TypeNode type : schema.types().values()) {
      if (Hidden.hidden(type)) {
        continue;
      }
      check.inputs(type.name(), type.inputs().values());
      for (FieldNode field : type.fields().values()) {
        if (Hidden.shown(field)) {
          String coordinate = type.name() + "." + field.name();
          check.reference(coordinate, field.type().baseName());
          check.inputs(coordinate, field.arguments().values());
        }
      }
    }
  }

  private record Check(Hidden hidden, MergedReport report) {

    void inputs(String owner, Collection<InputNode> inputs) {
      inputs.stream()
          .filter(Hidden::shown)
          .forEach(input -> reference(owner + "." + input.name(), input.type().baseName()));
    }

    void reference(String coordinate, String type) {
      if (hidden.hiddenType(type)) {
        report.error(
            ErrorCode.REFERENCED_INACCESSIBLE,
            coordinate,
            "the type "
                + type
                + " is @inaccessible but "
                + coordinate
                + ", which clients see, uses it; hide "
                + coordinate
                + " too or show "
                + type);
      }
    }
  }
}
