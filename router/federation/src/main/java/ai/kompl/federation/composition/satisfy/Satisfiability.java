package ai.kompl.federation.composition.satisfy;

import ai.kompl.federation.composition.merge.MergedSchema;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.SchemaModel;
import java.util.Set;

/** Checks that every query that clients can write can be planned over the subgraphs. */
public final class Satisfiability {
  /**
   * Steps of one walk after which the check is given up with an error, so that no input takes for
   * ever: about two seconds. Forty subgraphs that share sixty entities take a thirtieth of it.
   */
  static final long MAX_STEPS = 30_000_000;

  private Satisfiability() {}

  /**
   * Checks.
   *
   * @param merged the supergraph
   * @param visible what clients see of it
   * @param sink where errors and hints go
   */
  public static void check(MergedSchema merged, SchemaModel visible, ProblemSink sink) {
    check(merged, visible, sink, MAX_STEPS);
  }

  /**
   * Checks within a limit.
   *
   * @return the steps that were taken
   */
  static long check(MergedSchema merged, SchemaModel visible, ProblemSink sink, long maxSteps) {
    Findings findings = new Findings(merged, sink);
    long steps = 0;
    for (Set<String> labelsOn : Labels.choices(merged)) {
      Effort effort = new Effort(maxSteps);
      new Walk(merged, visible, labelsOn, findings, effort).run();
      steps += effort.steps();
      if (effort.spent()) {
        break;
      }
    }
    return steps;
  }
}
