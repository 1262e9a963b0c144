package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.Subgraph;
import java.util.regex.Pattern;

/**
 * Tags are words: letters, digits, {@code _ - /}, not starting with a digit, at most 128
 * characters.
 */
final class TagNames implements SubgraphRule {
  private static final Pattern FORM = Pattern.compile("[_A-Za-z][-/_0-9A-Za-z]{0,127}");

  @Override
  public void check(Subgraph subgraph, ProblemSink sink) {
    Place.forEach(
        subgraph,
        place -> {
          for (Applied applied : place.directives()) {
            String name =
                applied.known() == FederationDirective.TAG ? applied.string("name") : null;
            if (name != null && !FORM.matcher(name).matches()) {
              String message =
                  "the tag \""
                      + name
                      + "\" on "
                      + place.coordinate()
                      + " has a wrong form; use letters, digits, _ - and /, not starting with a digit, up to 128";
              new Report(sink)
                  .error(
                      ErrorCode.INVALID_TAG_NAME, place.coordinate(), applied.position(), message);
            }
          }
        });
  }
}
