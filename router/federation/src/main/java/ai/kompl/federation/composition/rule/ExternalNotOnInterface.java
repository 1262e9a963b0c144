package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeKind;
import ai.kompl.federation.composition.subgraph.TypeNode;

/** Interface fields are resolved by implementations, so nothing about them can be external. */
final class ExternalNotOnInterface implements SubgraphRule {
  @Override
  public void check(Subgraph subgraph, ProblemSink sink) {
    for (TypeNode type : subgraph.schema().types().values()) {
      if (type.kind() != TypeKind.INTERFACE) {
        continue;
      }
      type.fields().values().stream()
          .filter(field -> field.has(FederationDirective.EXTERNAL))
          .forEach(field -> {
            String coordinate = type.name() + "." + field.name();
            new Report(sink)
                .error(
                    ErrorCode.EXTERNAL_ON_INTERFACE,
                    coordinate,
                    field.position(),
                    "@external on "
                        + coordinate
                        + ", a field of an interface, means nothing; remove it");
          });
    }
  }
}
