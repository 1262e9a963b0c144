package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.merge.MergedSchema;
import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.DirectiveNode;
import ai.kompl.federation.composition.subgraph.InputNode;
import ai.kompl.federation.composition.subgraph.Links;
import ai.kompl.federation.composition.subgraph.Subgraph;

/**
 * A composed directive is applied as its one definition in the supergraph allows, whichever
 * subgraph that came from.
 */
final class ComposedDirectivesFit implements SupergraphRule {
  @Override
  public void check(MergedSchema merged, ProblemSink sink) {
    Subgraph view = new Subgraph("supergraph", "", merged.schema(), Links.NONE);
    MergedReport report = new MergedReport(merged, sink);
    Place.forEach(
        view,
        place -> {
          for (Applied applied : place.directives()) {
            DirectiveNode definition =
                merged.composedDirectives().contains(applied.name())
                    ? merged.directives().get(applied.name())
                    : null;
            if (definition != null && applied.known() == null) {
              check(place, applied, definition, report);
            }
          }
        });
  }

  private static void check(
      Place place, Applied applied, DirectiveNode definition, MergedReport report) {
    String what = "@" + applied.name() + " on " + place.coordinate();
    String origin =
        "by its definition in the supergraph; define it alike in all subgraphs that compose it";
    if (!definition.locations().contains(place.location())) {
      report.error(
          ErrorCode.INVALID_GRAPHQL, place.coordinate(), what + " is not allowed there " + origin);
    }
    for (String given : applied.arguments().keySet()) {
      if (!definition.arguments().containsKey(given)) {
        report.error(
            ErrorCode.INVALID_GRAPHQL,
            place.coordinate(),
            what + " has no argument \"" + given + "\" " + origin);
      }
    }
    for (InputNode argument : definition.arguments().values()) {
      if (argument.mandatory() && !applied.arguments().containsKey(argument.name())) {
        report.error(
            ErrorCode.INVALID_GRAPHQL,
            place.coordinate(),
            what + " needs the argument \"" + argument.name() + "\" " + origin);
      }
    }
  }
}
