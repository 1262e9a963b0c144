package ai.kompl.tenancy.cache;

import java.time.Duration;

/**
 * How long what holds in the cache.
 *
 * @param look between two looks at what all processes agree on
 * @param lease how long after a look this process may use the cache: what others state is noticed
 *     by then
 * @param suspension how long a process that cannot reach Redis stops the others at a time; several
 *     times the lease
 * @param patience the longest wait for an answer of Redis
 * @param load how long whoever loads a value may take before another does
 * @param change how long at most a change keeps its values out of the cache, should its process die
 */
public record CacheTimes(
    Duration look,
    Duration lease,
    Duration suspension,
    Duration patience,
    Duration load,
    Duration change) {

  public CacheTimes {
    if (look.multipliedBy(2).compareTo(lease) > 0
        || lease.multipliedBy(3).compareTo(suspension) > 0) {
      throw new IllegalArgumentException(
          "a lease must last two looks at least, a suspension three leases");
    }
  }

  /** Those of the product. */
  public static CacheTimes defaults() {
    return new CacheTimes(
        Duration.ofMillis(300),
        Duration.ofMillis(1_500),
        Duration.ofSeconds(6),
        Duration.ofMillis(500),
        Duration.ofSeconds(3),
        Duration.ofSeconds(40));
  }
}
