package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.regex.Pattern;

/** Context names are letters and digits; the underscore joins them to their subgraph. */
final class ContextNames implements SubgraphRule {
  private static final Pattern FORM = Pattern.compile("[A-Za-z][A-Za-z0-9]*");

  @Override
  public void check(Subgraph subgraph, ProblemSink sink) {
    for (TypeNode type : subgraph.schema().types().values()) {
      for (Applied context : type.all(FederationDirective.CONTEXT)) {
        String name = String.valueOf(context.string("name"));
        if (!FORM.matcher(name).matches()) {
          new Report(sink)
              .error(
                  ErrorCode.CONTEXT_NAME_INVALID,
                  type.name(),
                  context.position(),
                  "the context name \""
                      + name
                      + "\" must be letters and digits, starting with a letter");
        }
      }
    }
  }
}
