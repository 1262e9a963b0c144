package ai.kompl.tenancy.cache;

/**
 * What happened in a cache for a tenant since the start of the process.
 *
 * @param localHits answered from this process, after asking Redis whether it is still so
 * @param sharedHits answered from Redis
 * @param joined answered by somebody else's load
 * @param misses had to be loaded
 * @param refreshed loaded on nobody's behalf, after a change or a start; not among the reads
 * @param bypassed read past the cache, because it could not be used
 * @param invalidations values dropped by changes
 * @param staleRefusals values not stored, because they had changed while they were loaded
 * @param mismatches values found under a name or a tenant that was not theirs, or unreadable; none
 *     was given out
 */
public record CacheCounts(
    long localHits,
    long sharedHits,
    long joined,
    long misses,
    long refreshed,
    long bypassed,
    long invalidations,
    long staleRefusals,
    long mismatches) {

  /** Nothing. */
  public static final CacheCounts NONE = new CacheCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Answered without a load: by either level. */
  public long hits() {
    return localHits + sharedHits;
  }

  /** All that somebody asked for. */
  public long reads() {
    return hits() + joined + misses + bypassed;
  }

  /** The share of hits among all reads, 0 to 1; 0 when there were none. */
  public double hitRate() {
    return reads() == 0 ? 0 : (double) hits() / reads();
  }

  /** Both together. */
  public CacheCounts plus(CacheCounts other) {
    return new CacheCounts(
        localHits + other.localHits,
        sharedHits + other.sharedHits,
        joined + other.joined,
        misses + other.misses,
        refreshed + other.refreshed,
        bypassed + other.bypassed,
        invalidations + other.invalidations,
        staleRefusals + other.staleRefusals,
        mismatches + other.mismatches);
  }
}
