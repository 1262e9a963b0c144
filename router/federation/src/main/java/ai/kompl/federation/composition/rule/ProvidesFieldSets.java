package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.Externals;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeKind;
import ai.kompl.federation.composition.subgraph.TypeNode;

/** {@code @provides} selects external fields of the field's type, which has fields. */
final class ProvidesFieldSets implements SubgraphRule {
  @Override
  public void check(Subgraph subgraph, ProblemSink sink) {
    Report report = new Report(sink);
    Externals externals = new Externals(subgraph);
    for (TypeNode type : subgraph.schema().types().values()) {
      for (FieldNode field : type.fields().values()) {
        for (Applied provides : field.all(FederationDirective.PROVIDES)) {
          String coordinate = type.name() + "." + field.name();
          if (externals.external(type.name(), field.name())) {
            report.error(
                ErrorCode.EXTERNAL_COLLISION_WITH_ANOTHER_DIRECTIVE,
                coordinate,
                provides.position(),
                coordinate + " is external and cannot carry @provides; remove one of both");
          } else {
            checkTarget(subgraph, type, field, provides, report);
          }
        }
      }
    }
  }

  private static void checkTarget(
      Subgraph subgraph, TypeNode type, FieldNode field, Applied provides, Report report) {
    String coordinate = type.name() + "." + field.name();
    TypeNode target = subgraph.type(field.type().baseName());
    TypeKind kind = subgraph.schema().kind(field.type().baseName());
    if (target == null || kind == null || !kind.composite()) {
      report.error(
          ErrorCode.PROVIDES_ON_NON_OBJECT_FIELD,
          coordinate,
          provides.position(),
          "@provides on "
              + coordinate
              + " of type "
              + field.type()
              + ", which has no fields to provide");
    } else {
      if (type.kind() == TypeKind.INTERFACE) {
        report.error(
            ErrorCode.PROVIDES_UNSUPPORTED_ON_INTERFACE,
            coordinate,
            provides.position(),
            "@provides cannot be used on "
                + coordinate
                + ", a field of an interface; apply it in the implementations");
      }
      new FieldSetCheck(subgraph, report, FieldSetCheck.Kind.PROVIDES)
          .check(coordinate, provides, target);
    }
  }
}
