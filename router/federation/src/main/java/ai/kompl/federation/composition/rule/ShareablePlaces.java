package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeKind;
import ai.kompl.federation.composition.subgraph.TypeNode;

/** {@code @shareable} goes on fields of objects, once. */
final class ShareablePlaces implements SubgraphRule {
  @Override
  public void check(Subgraph subgraph, ProblemSink sink) {
    Report report = new Report(sink);
    for (TypeNode type : subgraph.schema().types().values()) {
      for (FieldNode field : type.fields().values()) {
        check(type, field, report);
      }
    }
  }

  private static void check(TypeNode type, FieldNode field, Report report) {
    String coordinate = type.name() + "." + field.name();
    boolean marked = field.has(FederationDirective.SHAREABLE);
    if (marked && type.kind() != TypeKind.OBJECT) {
      report.error(
          ErrorCode.INVALID_SHAREABLE_USAGE,
          coordinate,
          field.position(),
          "@shareable on "
              + coordinate
              + ", a field of an interface, means nothing; apply it in the implementations");
    }
    if (field.all(FederationDirective.SHAREABLE).size() > 1) {
      report.error(
          ErrorCode.INVALID_SHAREABLE_USAGE,
          coordinate,
          field.position(),
          "@shareable is applied twice to " + coordinate + "; once is enough");
    }
  }
}
