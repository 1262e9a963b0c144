package ai.kompl.tenancy.data;

import java.time.Duration;

/**
 * How background jobs are worked on.
 *
 * @param parallel how many at once in this process
 * @param lease for how long a job belongs to a process that says nothing more; it is renewed three
 *     times within that
 * @param attempts how often a job is tried
 * @param firstRetry the wait after the first failure; it doubles each time
 */
public record WorkerSettings(int parallel, Duration lease, int attempts, Duration firstRetry) {
  /** Two at once, ten seconds, five attempts. */
  public static WorkerSettings defaults() {
    return new WorkerSettings(2, Duration.ofSeconds(10), 5, Duration.ofSeconds(1));
  }
}
