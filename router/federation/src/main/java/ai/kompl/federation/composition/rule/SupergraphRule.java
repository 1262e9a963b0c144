package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.merge.MergedSchema;
import ai.kompl.federation.composition.problem.ProblemSink;

/** Something that must hold in the merged schema. */
interface SupergraphRule {
  /** Reports what does not hold. */
  void check(MergedSchema merged, ProblemSink sink);
}
