package ai.kompl.tenancy.cache;

import ai.kompl.tenancy.cache.CacheCounters.What;
import ai.kompl.tenancy.cache.LocalLevel.Use;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** All caches of a process, with what they have in common. Safe for use by many threads. */
public final class TenantCaches implements AutoCloseable {
  /** A change of more values than that makes the whole cache of the tenant void. */
  private static final int MOST_DROPS = 500;

  private static final int MOST_REFRESHES = 4;

  private record Known<V>(TenantCache<V> cache, CacheReload<V> reload) {
    void reload(TenantId tenant, Set<String> ids) {
      cache.refresh(tenant, ids, some -> reload.load(tenant, some));
    }
  }

  private final CacheParts parts;
  private final int warmUp;
  private final Map<String, Known<?>> caches = new ConcurrentHashMap<>();
  private final Semaphore refreshes = new Semaphore(MOST_REFRESHES);
  private volatile Optional<WarmUp> warming = Optional.empty();

  private TenantCaches(CacheParts parts, int warmUp) {
    this.parts = parts;
    this.warmUp = warmUp;
  }

  /**
   * Opens the caches of a process. Redis need not answer; the caches come into use when it does.
   *
   * @param server closed with the caches
   * @param epochs what the processes agree on
   * @param random where tokens come from: a secure one
   */
  public static TenantCaches open(
      CacheServer server,
      CacheEpochs epochs,
      ValueSeal seal,
      CacheSettings settings,
      RandomGenerator random) {
    var gate = new CacheGate(server, epochs, settings.times());
    var local = new LocalLevel(settings.localBytes(), settings.localBytesOfTenant());
    gate.start();
    return new TenantCaches(
        new CacheParts(server, gate, local, seal, settings.times(), random), settings.warmUp());
  }

  CacheParts parts() {
    return parts;
  }

  /**
   * Makes a cache.
   *
   * @param reload reads values that are in use again after a change, and after a start
   * @throws IllegalStateException when there is one of that name
   */
  public <V> TenantCache<V> cache(CacheSpec spec, ValueCodec<V> codec, CacheReload<V> reload) {
    var cache = new TenantCache<>(spec, codec, parts);
    if (caches.putIfAbsent(spec.name(), new Known<>(cache, reload)) != null) {
      throw new IllegalStateException("two caches are named " + spec.name());
    }
    return cache;
  }

  /**
   * Keeps values that are about to change out of the cache. To be called within the transaction
   * that changes them, before its commit.
   *
   * @throws ProblemException UNAVAILABLE when neither Redis nor the others can be told
   */
  public CacheChange change(TenantId tenant, Collection<CacheDrop> drops) {
    var change = new CacheChange(this, tenant, bounded(drops));
    change.begin();
    return change;
  }

  /**
   * Sees to a change that an event tells of, unless whoever made it has.
   *
   * @param mark what the event is called
   * @return whether there was something left to do
   */
  public boolean settle(TenantId tenant, Collection<CacheDrop> drops, String mark) {
    OptionalLong epoch = parts.gate().dropping();
    if (epoch.isEmpty()) {
      // Changes that could not be dropped have begun another epoch.
      return false;
    }
    List<CacheDrop> bounded = bounded(drops);
    List<byte[]> names =
        bounded.stream().map(drop -> drop.key(tenant, epoch.getAsLong()).bytes()).toList();
    try {
      boolean done = parts.server().dropUnless(CacheKey.mark(tenant, mark).bytes(), names);
      if (done) {
        counted(tenant, bounded);
      }
      return done;
    } catch (CacheAwayException e) {
      parts.gate().lost(e);
      return false;
    }
  }

  private static List<CacheDrop> bounded(Collection<CacheDrop> drops) {
    Set<CacheDrop> distinct = new LinkedHashSet<>(drops);
    if (distinct.size() <= MOST_DROPS) {
      return List.copyOf(distinct);
    }
    return distinct.stream().map(CacheDrop::cache).distinct().map(CacheDrop::all).toList();
  }

  void counted(TenantId tenant, List<CacheDrop> drops) {
    for (CacheDrop drop : drops) {
      Known<?> known = caches.get(drop.cache());
      if (known != null) {
        known.cache().counters().add(tenant, What.INVALIDATION, 1);
      }
    }
  }

  /** Reads again what was in use before it changed, so that the next reader finds it. */
  void refresh(TenantId tenant, List<CacheDrop> drops) {
    Map<String, Set<String>> ids =
        drops.stream()
            .filter(drop -> drop.id().isPresent())
            .collect(
                Collectors.groupingBy(
                    CacheDrop::cache,
                    Collectors.mapping(drop -> drop.id().orElseThrow(), Collectors.toSet())));
    if (!ids.isEmpty() && refreshes.tryAcquire()) {
      Thread.ofVirtual().name("cache-refresh").start(() -> refreshNow(tenant, ids));
    }
  }

  private void refreshNow(TenantId tenant, Map<String, Set<String>> ids) {
    try {
      ids.forEach((cache, some) -> reload(cache, tenant, some));
    } finally {
      refreshes.release();
    }
  }

  /** Brings values near; what cannot be read now is read when somebody asks. */
  void reload(String cache, TenantId tenant, Set<String> ids) {
    Known<?> known = caches.get(cache);
    if (known == null) {
      return;
    }
    try {
      known.reload(tenant, ids);
    } catch (ProblemException e) {
      if (e.problem() == Problem.INTERNAL) {
        throw e;
      }
    }
  }

  /**
   * Loads what was used most before the last end of this process, in the background, and keeps
   * writing down what is used most now.
   *
   * @param file where it is written: names of caches, tenants and ids, nothing else
   */
  public void warmUp(Path file) {
    var warm = new WarmUp(file, warmUp, this);
    warm.start();
    warming = Optional.of(warm);
  }

  List<Use> hottest(int count) {
    return parts.local().hottest(count);
  }

  boolean usable() {
    return parts.gate().open().isPresent();
  }

  /** What happened so far. */
  public CacheStatistics statistics() {
    Map<String, Map<String, CacheCounts>> counts = new TreeMap<>();
    caches.forEach((name, known) -> counts.put(name, known.cache().counts()));
    return new CacheStatistics(
        counts,
        parts.local().bytes(),
        parts.local().evictions(),
        parts.server().roundTrips(),
        usable());
  }

  @Override
  public void close() {
    warming.ifPresent(WarmUp::close);
    parts.gate().close();
    parts.server().close();
  }
}
