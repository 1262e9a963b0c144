package ai.kompl.tenancy.cache;

import ai.kompl.tenancy.caller.TenantId;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts per tenant, for a bounded number of tenants: the others are counted together, so that many
 * tenants do not make many metrics.
 */
final class CacheCounters {
  /** Under what name the tenants are counted that are too many. */
  static final String OTHERS = "others";

  private static final int MOST_TENANTS = 100;

  enum What {
    LOCAL_HIT,
    SHARED_HIT,
    JOINED,
    MISS,
    REFRESHED,
    BYPASSED,
    INVALIDATION,
    STALE_REFUSAL,
    MISMATCH
  }

  private final Map<String, Map<What, LongAdder>> byTenant = new ConcurrentHashMap<>();

  void add(TenantId tenant, What what, int count) {
    if (count > 0) {
      of(tenant).getOrDefault(what, new LongAdder()).add(count);
    }
  }

  private Map<What, LongAdder> of(TenantId tenant) {
    Map<What, LongAdder> known = byTenant.get(tenant.value());
    if (known != null) {
      return known;
    }
    // A few more than the bound when several come at once; that is still a bound.
    String name = byTenant.size() < MOST_TENANTS ? tenant.value() : OTHERS;
    return byTenant.computeIfAbsent(name, _ -> adders());
  }

  private static Map<What, LongAdder> adders() {
    Map<What, LongAdder> adders = new EnumMap<>(What.class);
    for (What what : What.values()) {
      adders.put(what, new LongAdder());
    }
    return adders;
  }

  Map<String, CacheCounts> counts() {
    Map<String, CacheCounts> counts = new TreeMap<>();
    byTenant.forEach((tenant, adders) -> counts.put(tenant, counts(adders)));
    return counts;
  }

  private static CacheCounts counts(Map<What, LongAdder> adders) {
    return new CacheCounts(
        sum(adders, What.LOCAL_HIT),
        sum(adders, What.SHARED_HIT),
        sum(adders, What.JOINED),
        sum(adders, What.MISS),
        sum(adders, What.REFRESHED),
        sum(adders, What.BYPASSED),
        sum(adders, What.INVALIDATION),
        sum(adders, What.STALE_REFUSAL),
        sum(adders, What.MISMATCH));
  }

  private static long sum(Map<What, LongAdder> adders, What what) {
    LongAdder adder = adders.get(what);
    return adder == null ? 0 : adder.sum();
  }
}
