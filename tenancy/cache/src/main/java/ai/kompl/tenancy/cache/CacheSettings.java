package ai.kompl.tenancy.cache;

/**
 * How large the local level of a process may grow, by the size of the written values.
 *
 * @param localBytes in all
 * @param localBytesOfTenant of one tenant's values
 * @param warmUp the most values that are loaded after a start
 * @param times how long what holds
 */
public record CacheSettings(
    long localBytes, long localBytesOfTenant, int warmUp, CacheTimes times) {
  /** The product's, with a local level of that size, of which one tenant has a quarter at most. */
  public static CacheSettings withLocal(long bytes) {
    return new CacheSettings(bytes, bytes / 4, 1_000, CacheTimes.defaults());
  }
}
