package ai.kompl.tenancy.cache;

import java.util.Map;

/**
 * What the caches of a process did.
 *
 * @param caches counts by cache, then by tenant; tenants beyond a bound are together as {@code
 *     others}
 * @param localBytes what the local level holds
 * @param localEvictions what it had to let go
 * @param roundTrips commands sent to Redis
 * @param usable whether the cache is in use now
 */
public record CacheStatistics(
    Map<String, Map<String, CacheCounts>> caches,
    long localBytes,
    long localEvictions,
    long roundTrips,
    boolean usable) {

  public CacheStatistics {
    caches = Map.copyOf(caches);
  }

  /** All tenants of a cache together. */
  public CacheCounts of(String cache) {
    return caches.getOrDefault(cache, Map.of()).values().stream()
        .reduce(CacheCounts.NONE, CacheCounts::plus);
  }

  /** All caches together. */
  public CacheCounts total() {
    return caches.keySet().stream().map(this::of).reduce(CacheCounts.NONE, CacheCounts::plus);
  }
}
