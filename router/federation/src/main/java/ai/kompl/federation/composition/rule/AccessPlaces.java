package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.Element;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeKind;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.Set;

/**
 * Access requirements of an interface follow from its implementations, so they are not written on
 * it.
 */
final class AccessPlaces implements SubgraphRule {
  private static final Set<FederationDirective> ACCESS =
      Set.of(
          FederationDirective.AUTHENTICATED,
          FederationDirective.REQUIRES_SCOPES,
          FederationDirective.POLICY);

  @Override
  public void check(Subgraph subgraph, ProblemSink sink) {
    Report report = new Report(sink);
    for (TypeNode type : subgraph.schema().types().values()) {
      if (type.kind() == TypeKind.INTERFACE || type.interfaceObject()) {
        check(type.name(), type, report);
      }
      if (type.kind() == TypeKind.INTERFACE) {
        type.fields()
            .values()
            .forEach(field -> check(type.name() + "." + field.name(), field, report));
      }
    }
  }

  private static void check(String coordinate, Element element, Report report) {
    for (Applied applied : element.directives()) {
      if (applied.known() != null && ACCESS.contains(applied.known())) {
        String message =
            "@"
                + applied.name()
                + " cannot be applied to "
                + coordinate
                + ": what an interface needs follows from its implementations; apply it there";
        report.error(
            ErrorCode.AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE,
            coordinate,
            applied.position(),
            message);
      }
    }
  }
}
