package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.ProblemException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Makes partitions ahead once a day, for as long as the process runs: it may outlive the months for
 * which there were some at its start. Any number of processes may run one.
 */
final class PartitionKeeper implements AutoCloseable {
  private final MonthlyPartitions partitions;
  private final InstantSource clock;
  private final Rounds rounds;
  private LocalDate done;

  /**
   * Begins with its first look: what could not be made at the start is tried again then.
   *
   * @param look how often to look whether a new day has begun, or to try again after a failure
   */
  PartitionKeeper(MonthlyPartitions partitions, Duration look, InstantSource clock) {
    this.partitions = partitions;
    this.clock = clock;
    this.done = today(clock).minusDays(1);
    this.rounds = new Rounds("partitions", look, this::look);
  }

  void start() {
    rounds.start();
  }

  @Override
  public void close() {
    rounds.close();
  }

  private void look() {
    LocalDate today = today(clock);
    if (!today.isAfter(done)) {
      return;
    }
    try {
      partitions.extend();
      done = today;
    } catch (ProblemException e) {
      // The default partition takes the rows until it succeeds.
      System.getLogger(PartitionKeeper.class.getName())
          .log(System.Logger.Level.ERROR, "partitions-not-made", e);
    }
  }

  private static LocalDate today(InstantSource clock) {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
