package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.merge.MergedSchema;
import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.SchemaModel;
import ai.kompl.federation.composition.subgraph.TypeNode;

/**
 * Merging makes field types more general; they must still fit the interfaces (GraphQL specification
 * 3.6).
 */
final class MergedTypesImplement implements SupergraphRule {
  @Override
  public void check(MergedSchema merged, ProblemSink sink) {
    SchemaModel schema = merged.schema();
    for (TypeNode type : schema.types().values()) {
      for (String name : type.interfaces()) {
        TypeNode abstraction = schema.type(name);
        if (abstraction == null) {
          continue;
        }
        for (FieldNode wanted : abstraction.fields().values()) {
          FieldNode field = type.fields().get(wanted.name());
          if (field != null && !new Subtypes(schema).subtype(field.type(), wanted.type())) {
            String coordinate = type.name() + "." + field.name();
            String message =
                coordinate
                    + " is "
                    + field.type()
                    + " after merging, which does not fit "
                    + name
                    + "."
                    + field.name()
                    + " of type "
                    + wanted.type()
                    + "; use the same type in all subgraphs";
            new MergedReport(merged, sink).error(ErrorCode.INVALID_GRAPHQL, coordinate, message);
          }
        }
      }
    }
  }
}
