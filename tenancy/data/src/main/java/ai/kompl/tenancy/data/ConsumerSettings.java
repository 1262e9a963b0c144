package ai.kompl.tenancy.data;

import java.time.Duration;

/**
 * How consumers of events work.
 *
 * @param batch how many events are applied in one transaction at most
 * @param attempts how often an event is tried before it becomes a dead letter
 * @param firstRetry the wait after the first failure; it doubles each time
 * @param longestRetry what the wait grows to
 * @param look how often the database is asked for what the carrier has not told
 */
public record ConsumerSettings(
    int batch, int attempts, Duration firstRetry, Duration longestRetry, Duration look) {
  /** A hundred at once, eight attempts within some four minutes, a look every second. */
  public static ConsumerSettings defaults() {
    return new ConsumerSettings(
        100, 8, Duration.ofSeconds(2), Duration.ofMinutes(5), Duration.ofSeconds(1));
  }

  /** The wait after so many failures. */
  Duration retryAfter(int failures) {
    Duration wait = firstRetry.multipliedBy(1L << Math.clamp(failures - 1, 0, 20));
    return wait.compareTo(longestRetry) < 0 ? wait : longestRetry;
  }
}
