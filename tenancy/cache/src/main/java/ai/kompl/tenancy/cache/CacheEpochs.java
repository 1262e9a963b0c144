package ai.kompl.tenancy.cache;

import java.time.Duration;

/**
 * What all processes agree on about the cache, kept with the truth itself, where acknowledged
 * changes are, so that a process that cannot reach Redis can still stop all others from using it.
 */
public interface CacheEpochs {
  /**
   * The present state.
   *
   * @throws ai.kompl.tenancy.caller.ProblemException UNAVAILABLE when it cannot be had
   */
  Look look();

  /**
   * Stops all processes from using the cache for that time, and makes everything in it void. To be
   * repeated in time by whoever needs it longer.
   *
   * @return whether the suspension began only now
   * @throws ai.kompl.tenancy.caller.ProblemException UNAVAILABLE when that could not be said
   */
  boolean suspend(Duration time);

  /**
   * The state of the cache.
   *
   * @param epoch part of every entry's name
   * @param suspended whether the cache must not be used now
   */
  record Look(long epoch, boolean suspended) {}
}
