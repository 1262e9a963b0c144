package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.SchemaModel;
import ai.kompl.federation.composition.subgraph.Subgraph;

/** Built-in scalars and the arguments of directives are there for everyone and cannot be hidden. */
final class HiddenNotBuiltIn implements SubgraphRule {
  @Override
  public void check(Subgraph subgraph, ProblemSink sink) {
    Report report = new Report(sink);
    Place.forEach(
        subgraph,
        place -> {
          boolean hidden =
              place.directives().stream()
                  .anyMatch(applied -> applied.known() == FederationDirective.INACCESSIBLE);
          boolean builtIn =
              SchemaModel.BUILT_IN_SCALARS.contains(place.coordinate())
                  || place.coordinate().startsWith("@");
          if (hidden && builtIn) {
            report.error(
                ErrorCode.DISALLOWED_INACCESSIBLE,
                place.coordinate(),
                place.position(),
                place.coordinate() + " cannot be @inaccessible; remove it");
          }
        });
  }
}
