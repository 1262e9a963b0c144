package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.merge.MergedSchema;
import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.InputNode;
import ai.kompl.federation.composition.subgraph.SchemaModel;
import ai.kompl.federation.composition.subgraph.TypeNode;

/** A field or argument that an interface shows is shown in its implementations. */
final class HiddenNotImplementing implements SupergraphRule {
  @Override
  public void check(MergedSchema merged, ProblemSink sink) {
    SchemaModel schema = merged.schema();
    MergedReport report = new MergedReport(merged, sink);
    for (TypeNode type : schema.types().values()) {
      for (String name : type.interfaces()) {
        TypeNode abstraction = schema.type(name);
        if (abstraction != null && Hidden.shown(type) && Hidden.shown(abstraction)) {
          abstraction.fields().values().stream()
              .filter(Hidden::shown)
              .forEach(field -> check(type, abstraction, field, report));
        }
      }
    }
  }

  private static void check(
      TypeNode type, TypeNode abstraction, FieldNode shown, MergedReport report) {
    FieldNode field = type.fields().get(shown.name());
    if (field == null) {
      return;
    }
    String coordinate = type.name() + "." + field.name();
    String promised = abstraction.name() + "." + field.name();
    if (Hidden.hidden(field)) {
      report.error(
          ErrorCode.IMPLEMENTED_BY_INACCESSIBLE,
          coordinate,
          coordinate
              + " is @inaccessible but implements "
              + promised
              + ", which clients see; hide both or none");
    }
    for (InputNode argument : shown.arguments().values()) {
      InputNode own = field.arguments().get(argument.name());
      if (own != null && Hidden.shown(argument) && Hidden.hidden(own)) {
        report.error(
            ErrorCode.IMPLEMENTED_BY_INACCESSIBLE,
            coordinate,
            "the argument "
                + own.name()
                + " of "
                + coordinate
                + " is @inaccessible but that of "
                + promised
                + " is not; hide both or none");
      }
    }
  }
}
