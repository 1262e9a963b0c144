package ai.kompl.local;

import ai.kompl.regops.imports.ImportSettings;
import java.util.function.UnaryOperator;

/**
 * What a proof changes in a product of its own, to show that it would notice.
 *
 * @param calls changes the way to each subgraph
 * @param rowsPerStatement how many rows an import writes by one statement
 * @param detours what is in the way to files, jobs and events
 */
record Faults(UnaryOperator<HostedSubgraphs> calls, int rowsPerStatement, Detours detours) {
  /** None: what everybody gets. */
  static final Faults NONE = on(UnaryOperator.identity());

  /** Something on the way to the subgraphs, and other batches. */
  Faults(UnaryOperator<HostedSubgraphs> calls, int rowsPerStatement) {
    this(calls, rowsPerStatement, Detours.NONE);
  }

  /** Something on the way to the subgraphs. */
  static Faults on(UnaryOperator<HostedSubgraphs> calls) {
    return new Faults(calls, ImportSettings.DEFAULT.rowsPerStatement());
  }
}
