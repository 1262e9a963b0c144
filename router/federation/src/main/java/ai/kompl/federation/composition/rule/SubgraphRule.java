package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.Subgraph;

/** Something that must hold in every subgraph by itself. */
interface SubgraphRule {
  /** Reports what does not hold. */
  void check(Subgraph subgraph, ProblemSink sink);
}
