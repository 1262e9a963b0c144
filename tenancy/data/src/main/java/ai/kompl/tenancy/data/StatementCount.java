package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many statements a process has sent, for metrics and for tests that assert that statements
 * grow with batches and not with rows. Setting the role travels with a transaction's first
 * statement and is not counted.
 */
public final class StatementCount {
  private final LongAdder statements = new LongAdder();
  private final LongAdder transactions = new LongAdder();
  // One entry for each kind of job that the process works on.
  private final Map<String, LongAdder> workers = new ConcurrentHashMap<>();

  /** Takes the statements of one transaction. */
  @FunctionalInterface
  interface Tally {
    void addStatement();
  }

  /** Statements sent since the start. */
  public long statements() {
    return statements.sum();
  }

  /**
   * Statements that jobs of one kind sent to their tenants' tables since the start; what finding
   * jobs and keeping their leases takes is not among them.
   *
   * @param worker the jobs' kind, such as {@code regops.import}
   */
  public long statementsOf(String worker) {
    LongAdder own = workers.get(worker);
    return own == null ? 0 : own.sum();
  }

  /** Transactions begun since the start. */
  public long transactions() {
    return transactions.sum();
  }

  /** For a transaction of nobody in particular. */
  Tally tally() {
    return statements::increment;
  }

  /** For a transaction of the caller's. */
  Tally tallyOf(Caller caller) {
    if (caller.kind() != CallerKind.SYSTEM) {
      return tally();
    }
    return tallyOf(caller.sessionId());
  }

  /** For a transaction of a worker of the platform. */
  Tally tallyOf(String worker) {
    LongAdder own = workers.computeIfAbsent(worker, _ -> new LongAdder());
    return () -> {
      statements.increment();
      own.increment();
    };
  }

  void addTransaction() {
    transactions.increment();
  }
}
