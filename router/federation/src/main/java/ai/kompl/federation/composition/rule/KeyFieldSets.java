package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.FieldNode;
import ai.kompl.federation.composition.subgraph.FieldSet;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeKind;
import ai.kompl.federation.composition.subgraph.TypeNode;
import ai.kompl.federation.composition.subgraph.Version;

/**
 * Keys select fields that identify: there, without arguments, of no abstract type; on interfaces
 * from 2.3.
 */
final class KeyFieldSets implements SubgraphRule {
  private static final Version ON_INTERFACES = new Version(2, 3);

  @Override
  public void check(Subgraph subgraph, ProblemSink sink) {
    Report report = new Report(sink);
    FieldSetCheck check = new FieldSetCheck(subgraph, report, FieldSetCheck.Kind.KEY);
    for (TypeNode type : subgraph.schema().types().values()) {
      for (Applied key : type.all(FederationDirective.KEY)) {
        if (type.kind() == TypeKind.INTERFACE
            && !subgraph.links().version().atLeast(ON_INTERFACES)) {
          report.error(
              ErrorCode.KEY_UNSUPPORTED_ON_INTERFACE,
              type.name(),
              key.position(),
              "@key on the interface " + type.name() + " needs federation v2.3 or later; link it");
        }
        FieldSet fields = check.check(type.name(), key, type);
        if (fields != null) {
          fields.forEachField(
              subgraph.schema(),
              type.name(),
              (parent, pick) -> checkType(subgraph, key, parent, pick, report));
        }
      }
    }
  }

  private static void checkType(
      Subgraph subgraph, Applied key, String parent, FieldSet.Pick pick, Report report) {
    FieldNode field = subgraph.schema().field(parent, pick.name());
    TypeKind kind = field == null ? null : subgraph.schema().kind(field.type().baseName());
    if (kind == TypeKind.INTERFACE || kind == TypeKind.UNION) {
      String coordinate = parent + "." + pick.name();
      report.error(
          ErrorCode.KEY_FIELDS_SELECT_INVALID_TYPE,
          coordinate,
          key.position(),
          "the key field "
              + coordinate
              + " is of "
              + kind.keyword()
              + " type, which cannot identify");
    }
  }
}
