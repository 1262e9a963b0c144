package ai.kompl.local;

import ai.kompl.tenancy.cache.CacheCounts;
import ai.kompl.tenancy.cache.CacheStatistics;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.Meter;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Tag;
import io.helidon.service.registry.Services;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Shows what the caches do on the metrics page, by cache and tenant. The number of tenants that are
 * counted apart is bounded where they are counted.
 */
final class CacheMeters implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(5);

  private static final Map<String, ToLongFunction<CacheCounts>> OUTCOMES =
      Map.of(
          "local-hit", CacheCounts::localHits,
          "shared-hit", CacheCounts::sharedHits,
          "joined", CacheCounts::joined,
          "miss", CacheCounts::misses,
          "refreshed", CacheCounts::refreshed,
          "bypassed", CacheCounts::bypassed,
          "invalidated", CacheCounts::invalidations,
          "stale-refused", CacheCounts::staleRefusals,
          "mismatch", CacheCounts::mismatches);

  private final MeterRegistry registry;
  private final Supplier<CacheStatistics> source;
  private final Map<String, List<Meter>> meters = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile CacheStatistics last;

  CacheMeters(MeterRegistry registry, Supplier<CacheStatistics> source) {
    this.registry = registry;
    this.source = source;
    this.last = source.get();
    this.thread = Thread.ofVirtual().name("cache-meters").unstarted(this::loop);
  }

  /** In the one registry of this process, beside the gateway's meters. */
  static CacheMeters ofProcess(Supplier<CacheStatistics> source) {
    return new CacheMeters(Services.get(MeterRegistry.class), source);
  }

  void start() {
    meters.put(
        "",
        List.of(
            gauge("kompl_cache_usable", List.of(), () -> last.usable() ? 1L : 0L),
            gauge("kompl_cache_local_bytes", List.of(), () -> last.localBytes()),
            gauge("kompl_cache_local_evictions", List.of(), () -> last.localEvictions()),
            gauge("kompl_cache_round_trips", List.of(), () -> last.roundTrips())));
    thread.start();
  }

  private void loop() {
    try {
      do {
        last = source.get();
        last.caches()
            .forEach((cache, tenants) -> tenants.keySet().forEach(tenant -> show(cache, tenant)));
      } while (!closing.await(LOOK.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void show(String cache, String tenant) {
    meters.computeIfAbsent(
        cache + " " + tenant,
        _ ->
            OUTCOMES.entrySet().stream()
                .map(outcome -> {
                  var tags =
                      List.of(
                          Tag.create("cache", cache),
                          Tag.create("tenant", tenant),
                          Tag.create("outcome", outcome.getKey()));
                  return gauge(
                      "kompl_cache_events",
                      tags,
                      () -> outcome.getValue().applyAsLong(counts(cache, tenant)));
                })
                .toList());
  }

  private CacheCounts counts(String cache, String tenant) {
    return last.caches().getOrDefault(cache, Map.of()).getOrDefault(tenant, CacheCounts.NONE);
  }

  private Meter gauge(String name, List<Tag> tags, Supplier<Long> value) {
    return registry.getOrCreate(
        Gauge.builder(name, value).description("What the caches of tenants do.").tags(tags));
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    meters.values().forEach(own -> own.forEach(registry::remove));
  }
}
