package ai.kompl.tenancy.cache;

import ai.kompl.tenancy.cache.CacheCounters.What;
import ai.kompl.tenancy.caller.TenantId;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One kind of values of tenants, kept near. Safe for use by many threads; each call blocks until
 * all values are there.
 *
 * @param <V> the value, immutable
 */
public final class TenantCache<V> {
  private final CacheSpec spec;
  private final ValueForm<V> form;
  private final CacheParts parts;
  private final CacheCounters counters = new CacheCounters();
  private final CombinedLoads<TenantId, V> loads = new CombinedLoads<>();
  private final Flights<V> flights = new Flights<>();

  TenantCache(CacheSpec spec, ValueCodec<V> codec, CacheParts parts) {
    this.spec = spec;
    this.form = new ValueForm<>(spec.version(), codec, parts.seal());
    this.parts = parts;
  }

  /** What it is a cache of. */
  public CacheSpec spec() {
    return spec;
  }

  /**
   * The values of the ids that there are: near ones, and the others by the load. None is older than
   * a change that was acknowledged before this call.
   *
   * @param load reads from the truth; of several callers that want the same it is run for one. What
   *     it throws is thrown here and not remembered
   */
  public Map<String, V> getAll(TenantId tenant, Set<String> ids, CacheLoad<V> load) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return getAll(tenant, ids, load, false);
  }

  /** Brings values near before somebody asks for them; where the cache is out of use, nothing. */
  void refresh(TenantId tenant, Set<String> ids, CacheLoad<V> load) {
    if (!ids.isEmpty()) {
      getAll(tenant, ids, load, true);
    }
  }

  private Map<String, V> getAll(
      TenantId tenant, Set<String> ids, CacheLoad<V> load, boolean ahead) {
    OptionalLong epoch = parts.gate().open();
    boolean named = ids.stream().allMatch(CacheKey::isId);
    if (epoch.isEmpty() || !named) {
      if (ahead) {
        return Map.of();
      }
      counters.add(tenant, What.BYPASSED, ids.size());
      return loads.load(tenant, ids, load);
    }
    var wanted = new CachedRead.Wanted<>(tenant, epoch.getAsLong(), ids, load, ahead);
    return new CachedRead<>(this, wanted).run();
  }

  /** Counts by tenant. */
  Map<String, CacheCounts> counts() {
    return new HashMap<>(counters.counts());
  }

  CacheParts parts() {
    return parts;
  }

  ValueForm<V> form() {
    return form;
  }

  CacheCounters counters() {
    return counters;
  }

  CombinedLoads<TenantId, V> loads() {
    return loads;
  }

  Flights<V> flights() {
    return flights;
  }
}
