package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeKind;
import ai.kompl.federation.composition.subgraph.TypeNode;

/**
 * Costs are told by what is resolved, so not by fields of interfaces (cost specification, no cost
 * on interface fields).
 */
final class CostPlaces implements SubgraphRule {
  @Override
  public void check(Subgraph subgraph, ProblemSink sink) {
    for (TypeNode type : subgraph.schema().types().values()) {
      if (type.kind() == TypeKind.INTERFACE) {
        type.fields().values().stream()
            .filter(field -> field.has(FederationDirective.COST))
            .forEach(field -> {
              String coordinate = type.name() + "." + field.name();
              new Report(sink)
                  .error(
                      ErrorCode.COST_APPLIED_TO_INTERFACE_FIELD,
                      coordinate,
                      field.position(),
                      "@cost on "
                          + coordinate
                          + ", a field of an interface; apply it in the implementations");
            });
      }
    }
  }
}
