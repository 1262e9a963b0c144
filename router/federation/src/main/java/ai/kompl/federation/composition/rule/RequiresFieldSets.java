package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeKind;
import ai.kompl.federation.composition.subgraph.TypeNode;

/** {@code @requires} selects external fields of the type, on objects. */
final class RequiresFieldSets implements SubgraphRule {
  @Override
  public void check(Subgraph subgraph, ProblemSink sink) {
    Report report = new Report(sink);
    FieldSetCheck check = new FieldSetCheck(subgraph, report, FieldSetCheck.Kind.REQUIRES);
    for (TypeNode type : subgraph.schema().types().values()) {
      for (FieldNode field : type.fields().values()) {
        for (Applied requires : field.all(FederationDirective.REQUIRES)) {
          String coordinate = type.name() + "." + field.name();
          if (type.kind() == TypeKind.INTERFACE) {
            report.error(
                ErrorCode.REQUIRES_UNSUPPORTED_ON_INTERFACE,
                coordinate,
                requires.position(),
                "@requires cannot be used on "
                    + coordinate
                    + ", a field of an interface; apply it in the implementations");
          }
          check.check(coordinate, requires, type);
        }
      }
    }
  }
}
