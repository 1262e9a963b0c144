package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.merge.MergedSchema;
import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.FieldSet;
import ai.kompl.federation.composition.subgraph.FieldSetParser;
import ai.kompl.federation.composition.subgraph.InputNode;
import ai.kompl.federation.composition.subgraph.SchemaModel;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeNode;

/**
 * What {@code @requires} selects is asked of other subgraphs, so its arguments must have survived
 * the merge.
 */
final class RequirementsKept implements SupergraphRule {
  @Override
  public void check(MergedSchema merged, ProblemSink sink) {
    SchemaModel schema = merged.schema();
    for (Subgraph subgraph : merged.subgraphs()) {
      for (TypeNode type : subgraph.schema().types().values()) {
        for (FieldNode field : type.fields().values()) {
          for (Applied requires : field.all(FederationDirective.REQUIRES)) {
            check(schema, subgraph, type.name() + "." + field.name(), requires, sink);
          }
        }
      }
    }
  }

  private static void check(
      SchemaModel schema,
      Subgraph subgraph,
      String coordinate,
      Applied requires,
      ProblemSink sink) {
    FieldSet fields = FieldSetParser.parseChecked(String.valueOf(requires.string("fields")));
    String type = coordinate.substring(0, coordinate.indexOf('.'));
    fields.forEachField(
        schema,
        type,
        (parent, pick) -> {
          FieldNode field = schema.field(parent, pick.name());
          if (field == null) {
            return;
          }
          String target = parent + "." + pick.name();
          String start = "[" + subgraph.name() + "] @requires on " + coordinate + " ";
          for (String given : pick.arguments().keySet()) {
            if (!field.arguments().containsKey(given)) {
              sink.error(
                  ErrorCode.REQUIRES_INVALID_FIELDS,
                  start
                      + "gives "
                      + target
                      + " the argument "
                      + given
                      + ", which not all subgraphs with that field have",
                  coordinate,
                  requires.position());
            }
          }
          for (InputNode argument : field.arguments().values()) {
            if (argument.mandatory() && !pick.arguments().containsKey(argument.name())) {
              sink.error(
                  ErrorCode.REQUIRES_INVALID_FIELDS,
                  start
                      + "lacks the argument "
                      + argument.name()
                      + ", which "
                      + target
                      + " needs in another subgraph",
                  coordinate,
                  requires.position());
            }
          }
        });
  }
}
