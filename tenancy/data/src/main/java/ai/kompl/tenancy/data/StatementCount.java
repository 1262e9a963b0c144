package ai.kompl.tenancy.data;

import java.util.concurrent.atomic.LongAdder;

/**
 * How many statements a process has sent, for metrics and for tests that assert that statements
 * grow with batches and not with rows. Setting the role travels with a transaction's first
 * statement and is not counted.
 */
public final class StatementCount {
  private final LongAdder statements = new LongAdder();
  private final LongAdder transactions = new LongAdder();

  /** Statements sent since the start. */
  public long statements() {
    return statements.sum();
  }

  /** Transactions begun since the start. */
  public long transactions() {
    return transactions.sum();
  }

  void addStatement() {
    statements.increment();
  }

  void addTransaction() {
    transactions.increment();
  }
}
