package ai.kompl.local.verify.durability;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.AuditEntry;
import ai.kompl.tenancy.data.Job;
import ai.kompl.tenancy.data.JobHandler;
import ai.kompl.tenancy.data.TenantDatabase;
import ai.kompl.tenancy.data.TenantTransaction;
import ai.kompl.tenancy.events.EventDraft;
import java.time.Duration;

/**
 * The clients' work: things appended to lists, keys used once, a register that changes by version,
 * amounts moved between accounts. Each operation changes state, leaves an audit record, an event
 * and at times a background job, in one transaction, and tells its journal before and after.
 */
final class Ledger {
  static final String EVENT = "durable.changed";
  static final String JOB = "durable.note";
  static final int AGGREGATES = 3;

  /** What is on each account at the beginning; the table's default. */
  static final long BALANCE = 100;

  private final TenantDatabase database;
  private final Caller caller;
  private final Journal journal;
  private final boolean early;

  Ledger(TenantDatabase database, Caller caller, Journal journal) {
    this(database, caller, journal, false);
  }

  private Ledger(TenantDatabase database, Caller caller, Journal journal, boolean early) {
    this.database = database;
    this.caller = caller;
    this.journal = journal;
    this.early = early;
  }

  /** A planted fault: the client is told before the commit. */
  Ledger acknowledgingEarly() {
    return new Ledger(database, caller, journal, true);
  }

  /** Does the n-th operation of a run. */
  void operate(String run, int n) {
    String own = run + ":" + n;
    switch (n % 4) {
      case 0 -> attempt(own, "list-" + n % AGGREGATES, this::append);
      case 1 -> attempt("key-" + n, "keys", this::once);
      case 2 -> attempt(own, "register-" + n % AGGREGATES, this::register);
      default -> attempt(own, "transfers", this::transfer);
    }
  }

  /** Repeats those operations of earlier runs that carry a key and have no known end. */
  void repeatDoubtful() {
    journal.read().stream()
        .filter(op -> op.outcome() == Journal.Outcome.UNKNOWN && op.aggregate().equals("keys"))
        .forEach(op -> attempt(op.id(), op.aggregate(), this::once));
  }

  private interface Step {
    int run(TenantTransaction tx, String op, String aggregate);
  }

  private void attempt(String op, String aggregate, Step step) {
    journal.invoke(op, aggregate);
    try {
      int place =
          database.write(
              caller,
              tx -> {
                int at = step.run(tx, op, aggregate);
                if (early) {
                  journal.ok(op, at);
                }
                return at;
              });
      journal.ok(op, place);
    } catch (ProblemException e) {
      // Only what says that nothing was done counts as refused; all else has no known end.
      if (e.problem() == Problem.CONFLICT || e.problem() == Problem.TENANT_BUSY) {
        journal.failed(op, e.problem().name());
      }
    }
  }

  private int append(TenantTransaction tx, String op, String aggregate) {
    int place = next(tx, aggregate);
    told(tx, op, aggregate, place);
    tx.schedule(JOB, "{\"op\":\"" + op + "\"}", Duration.ZERO);
    return place;
  }

  private int once(TenantTransaction tx, String op, String aggregate) {
    int first = tx.update("insert into durable_once (key) values (?) on conflict do nothing", op);
    if (first == 0) {
      return tx.one(
              "select place from durable_effect where op = ? order by id limit 1",
              row -> row.integer("place"),
              op)
          .orElseThrow();
    }
    int place = next(tx, aggregate);
    told(tx, op, aggregate, place);
    return place;
  }

  private int register(TenantTransaction tx, String op, String aggregate) {
    int expected =
        tx.one(
                "select version from durable_aggregate where name = ?",
                row -> row.integer("version"),
                aggregate)
            .orElseThrow();
    int changed =
        tx.update(
            "update durable_aggregate set version = version + 1 where name = ? and version = ?",
            aggregate,
            expected);
    if (changed == 0) {
      throw new ProblemException(Problem.CONFLICT);
    }
    told(tx, op, aggregate, expected + 1);
    return expected + 1;
  }

  private int transfer(TenantTransaction tx, String op, String aggregate) {
    int place = next(tx, aggregate);
    tx.update("update durable_aggregate set balance = balance - 7 where name = 'list-0'");
    tx.update("update durable_aggregate set balance = balance + 7 where name = 'list-1'");
    told(tx, op, aggregate, place);
    return place;
  }

  private static int next(TenantTransaction tx, String aggregate) {
    return tx.one(
            "update durable_aggregate set version = version + 1 where name = ? returning version",
            row -> row.integer("version"),
            aggregate)
        .orElseThrow();
  }

  private static void told(TenantTransaction tx, String op, String aggregate, int place) {
    tx.update(
        "insert into durable_effect (op, aggregate, place) values (?, ?, ?)", op, aggregate, place);
    tx.audit(AuditEntry.change(EVENT, "Ledger", op, "{}"));
    tx.publish(
        new EventDraft(
            EVENT, "Ledger", aggregate, "{\"op\":\"%s\",\"place\":%d}".formatted(op, place)));
  }

  /** Makes what is changed later. */
  static void lay(TenantDatabase database, Caller caller) {
    database.write(
        caller,
        tx ->
            tx.update(
                """
                insert into durable_aggregate (name) select 'list-' || n from generate_series(0, 2) n
                union all select 'register-' || n from generate_series(0, 2) n
                union all select unnest(array['keys', 'transfers']) on conflict do nothing
                """));
  }

  /** Does the jobs that operations leave: a note that is made once. */
  JobHandler notes() {
    return new JobHandler() {
      @Override
      public void run(Job job) {
        note(job);
      }

      @Override
      public void givenUp(Job job) {
        note(job);
      }
    };
  }

  private void note(Job job) {
    database.write(
        job.caller(),
        tx ->
            tx.update(
                """
                insert into durable_note (op) select value ->> 'op' from (select cast(? as jsonb)) v (value)
                where not exists (select 1 from durable_note where op = value ->> 'op')
                """,
                job.payloadJson()));
  }
}
