package ai.kompl.local.verify.durability;

import ai.kompl.local.verify.durability.Failpoint.Moment;
import ai.kompl.tenancy.data.Job;
import ai.kompl.tenancy.data.JobHandler;
import ai.kompl.tenancy.data.WorkerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Jobs whose only attempt ends with its process, so that the next process gives them up and tells
 * those who wait.
 */
final class AbandonScenario implements Scenario {
  /** What a process ends with that has left a job behind, as it should. */
  private static final int LEFT_BEHIND = 87;

  private final LedgerScenario ledger;

  AbandonScenario(LedgerScenario ledger) {
    this.ledger = ledger;
  }

  @Override
  public List<String> seams() {
    return List.of("JobLeases.givenUp", "JobHandler.givenUp");
  }

  @Override
  public boolean passesOnce() {
    return true;
  }

  @Override
  public void prepare(Workplace.Source source, Workplace place, Stage stage) {
    ledger.prepare(source, place, stage);
  }

  @Override
  public void work(Workplace place, Stage stage) throws InterruptedException {
    var ops = new Ledger(place.data().tenantDatabase("durable"), stage.caller(), stage.journal());
    place.data().startWorker("durable", Map.of(Ledger.JOB, deadly(ops, stage)), once());
    // What the process before left behind is given up within this time.
    Thread.sleep(LedgerScenario.LEASE.plusMillis(1500));
    ops.operate(stage.run(), 0);
    Thread.sleep(LedgerScenario.PATIENCE);
  }

  private static WorkerSettings once() {
    return new WorkerSettings(1, LedgerScenario.LEASE, 1, Duration.ofMillis(20));
  }

  private static JobHandler deadly(Ledger ops, Stage stage) {
    JobHandler inner = ops.notes();
    return new JobHandler() {
      @Override
      public void run(Job job) {
        Runtime.getRuntime().halt(LEFT_BEHIND);
      }

      @Override
      public void givenUp(Job job) {
        stage.fuse().step("JobHandler.givenUp", Moment.BEFORE);
        inner.givenUp(job);
        stage.fuse().step("JobHandler.givenUp", Moment.AFTER);
      }
    };
  }

  @Override
  public List<Finding> recover(Workplace.Source source, Workplace place, Stage stage) {
    return ledger.recover(source, place, stage, once());
  }
}
