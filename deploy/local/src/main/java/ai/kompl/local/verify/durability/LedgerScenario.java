package ai.kompl.local.verify.durability;

import ai.kompl.local.verify.durability.Failpoint.Moment;
import ai.kompl.local.verify.durability.Finding.Kind;
import ai.kompl.local.verify.durability.Found.Change;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.Job;
import ai.kompl.tenancy.data.JobHandler;
import ai.kompl.tenancy.data.WorkerSettings;
import ai.kompl.tenancy.events.EventPublisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Clients at work on the ledger, the relay and the worker of the jobs behind them. */
final class LedgerScenario implements Scenario {
  static final Duration LEASE = Duration.ofMillis(600);
  static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int CLIENTS = 2;
  private static final int MOST = 2_000;

  /** What all accounts hold together, always. */
  static final long ALL = 8 * Ledger.BALANCE;

  private final Applied applied;

  /** With the consumer that all events reach. */
  LedgerScenario(Applied applied) {
    this.applied = applied;
  }

  @Override
  public List<String> seams() {
    return List.of(
        "TenantDatabase.write",
        "OutboxRelay.turn",
        "EventPublisher.publish",
        "JobLeases.take",
        "JobLeases.renew",
        "JobLeases.failed",
        "JobLeases.done",
        "JobHandler.run");
  }

  @Override
  public void prepare(Workplace.Source source, Workplace place, Stage stage) {
    Ledger.lay(place.data().tenantDatabase("durable"), stage.caller());
  }

  @Override
  public void work(Workplace place, Stage stage) throws Exception {
    var ledger =
        new Ledger(place.data().tenantDatabase("durable"), stage.caller(), stage.journal());
    place.data().startRelay(watched(place.events(), stage));
    place.data().startWorker("durable", Map.of(Ledger.JOB, troubled(ledger, stage)), settings());
    ledger.repeatDoubtful();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        String run = stage.run() + "-" + i;
        clients.add(threads.submit(() -> operate(ledger, run)));
      }
      for (Future<?> client : clients) {
        client.get();
      }
    }
  }

  private static void operate(Ledger ledger, String run) {
    for (int n = 0; n < MOST; n++) {
      ledger.operate(run, n);
    }
  }

  static WorkerSettings settings() {
    return new WorkerSettings(2, LEASE, 8, Duration.ofMillis(20));
  }

  private static EventPublisher watched(EventPublisher inner, Stage stage) {
    return events -> {
      stage.fuse().step("EventPublisher.publish", Moment.BEFORE);
      inner.publish(events);
      stage.fuse().step("EventPublisher.publish", Moment.AFTER);
    };
  }

  /** Some jobs take longer than a third of their lease, some fail at first. */
  private static JobHandler troubled(Ledger ledger, Stage stage) {
    JobHandler inner = ledger.notes();
    return new JobHandler() {
      @Override
      public void run(Job job) {
        stage.fuse().step("JobHandler.run", Moment.BEFORE);
        int kind = Math.floorMod(job.id().hashCode(), 4);
        if (kind == 0 && job.attempt() == 1) {
          throw new ProblemException(Problem.UNAVAILABLE);
        }
        if (kind == 1) {
          LockSupport.parkNanos(LEASE.toNanos() * 3 / 4);
        }
        inner.run(job);
        stage.fuse().step("JobHandler.run", Moment.AFTER);
      }

      @Override
      public void givenUp(Job job) {
        inner.givenUp(job);
      }
    };
  }

  @Override
  public List<Finding> recover(Workplace.Source source, Workplace place, Stage stage) {
    return recover(source, place, stage, settings());
  }

  /** The same with another rhythm of jobs. */
  List<Finding> recover(
      Workplace.Source source, Workplace place, Stage stage, WorkerSettings rhythm) {
    var ledger =
        new Ledger(place.data().tenantDatabase("durable"), stage.caller(), stage.journal());
    place.data().startRelay(place.events());
    place.data().startWorker("durable", Map.of(Ledger.JOB, ledger.notes()), rhythm);
    List<Finding> findings = new ArrayList<>(settled(source.look(), stage));
    findings.addAll(Checker.check(stage.journal().read(), found(source.look(), stage), ALL));
    return findings;
  }

  private List<Finding> settled(OwnerView look, Stage stage) {
    String jobs =
        "select count(*) from private.schedule where tenant = '%s' and state in ('WAITING', 'RUNNING')"
            .formatted(stage.tenant());
    List<Finding> findings = new ArrayList<>();
    if (!eventually(() -> look.number(jobs) == 0)) {
      findings.add(new Finding(Kind.UNDONE, look.number(jobs) + " jobs are not done"));
    }
    String numbers =
        "select sequence from private.outbox where tenant = '%s'".formatted(stage.tenant());
    if (!eventually(
        () ->
            look.rows(numbers).stream()
                .allMatch(
                    row -> applied.has(stage.tenant().value(), Long.parseLong(row.getFirst()))))) {
      findings.add(new Finding(Kind.UNDELIVERED, "the outbox of " + stage.tenant()));
    }
    return findings;
  }

  Found found(OwnerView look, Stage stage) {
    String schema = stage.tenant().schema();
    String of = " where tenant = '" + stage.tenant() + "' ";
    return new Found(
        changes(look, "select op, aggregate, place from " + schema + ".durable_effect order by id"),
        look.counts(
            "select subject_id, count(*) from private.audit_events"
                + of
                + "and action = 'durable.changed' group by 1"),
        changes(
            look,
            "select cast(payload as jsonb) ->> 'op', entity_id, cast(payload as jsonb) ->> 'place'"
                + " from private.outbox"
                + of
                + "and type = 'durable.changed' order by sequence"),
        applied.changes(stage.tenant()),
        look.counts(
            "select cast(payload as jsonb) ->> 'op', count(*) from private.schedule"
                + of
                + "group by 1"),
        look.counts("select op, count(*) from " + schema + ".durable_note group by 1"),
        look.number("select coalesce(sum(balance), 0) from " + schema + ".durable_aggregate"));
  }

  private static List<Change> changes(OwnerView look, String sql) {
    return look.rows(sql).stream()
        .map(row -> new Change(row.get(0), row.get(1), Integer.parseInt(row.get(2))))
        .toList();
  }

  /** Waits until it is so; says whether it came to be. */
  static boolean eventually(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
    return true;
  }
}
