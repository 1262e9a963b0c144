package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.merge.MergedSchema;
import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.InputNode;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.Collection;

/** A client cannot give what it does not see, so nothing hidden is required. */
final class HiddenNotRequired implements SupergraphRule {
  @Override
  public void check(MergedSchema merged, ProblemSink sink) {
    MergedReport report = new MergedReport(merged, sink);
    for (TypeNode type : merged.schema().types().values()) {
      if (Hidden.hidden(type)) {
        continue;
      }
      check(type.name(), type.inputs().values(), report);
      for (FieldNode field : type.fields().values()) {
        if (Hidden.shown(field)) {
          check(type.name() + "." + field.name(), field.arguments().values(), report);
        }
      }
    }
  }

  private static void check(String owner, Collection<InputNode> inputs, MergedReport report) {
    for (InputNode input : inputs) {
      if (Hidden.hidden(input) && input.mandatory()) {
        String coordinate = owner + "." + input.name();
        report.error(
            ErrorCode.REQUIRED_INACCESSIBLE,
            coordinate,
            coordinate
                + " is @inaccessible but required, so clients could not use "
                + owner
                + "; make it optional or show it");
      }
    }
  }
}
