package ai.kompl.federation.composition.satisfy;

import ai.kompl.federation.composition.merge.MergedSchema;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.SchemaModel;
import java.util.Set;

/** Checks that every query that clients can write can be planned over the subgraphs. */
public final class Satisfiability {
  /**
   * States that one walk may visit; beyond it the check is given up with an error, so that no input
   * takes for ever.
   */
  private static final long MAX_STATES = 5_000_000;

  private Satisfiability() {}

  /**
   * Checks.
   *
   * @param merged the supergraph
   * @param visible what clients see of it
   * @param sink where errors and hints go
   */
  public static void check(MergedSchema merged, SchemaModel visible, ProblemSink sink) {
    Findings findings = new Findings(merged, sink);
    for (Set<String> labelsOn : Labels.choices(merged)) {
      new Walk(merged, visible, labelsOn, findings, MAX_STATES).run();
    }
  }
}
