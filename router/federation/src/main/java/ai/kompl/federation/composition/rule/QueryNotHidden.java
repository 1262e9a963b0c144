package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.merge.MergedSchema;
import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;

/** Clients see the query root. */
final class QueryNotHidden implements SupergraphRule {
  @Override
  public void check(MergedSchema merged, ProblemSink sink) {
    if (new Hidden(merged.schema()).hiddenType("Query")) {
      new MergedReport(merged, sink)
          .error(
              ErrorCode.QUERY_ROOT_TYPE_INACCESSIBLE,
              "Query",
              "the query root is @inaccessible; hide single fields instead");
    }
  }
}
