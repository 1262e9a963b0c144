package ai.kompl.tenancy.cache;

import ai.kompl.tenancy.caller.TenantId;
import java.util.Optional;

/**
 * What a change makes void.
 *
 * @param cache in which cache
 * @param id which value; empty for all of the tenant's
 */
public record CacheDrop(String cache, Optional<String> id) {
  /** One value. */
  public static CacheDrop of(String cache, String id) {
    return new CacheDrop(cache, Optional.of(id));
  }

  /** All of a tenant's values of a cache. */
  public static CacheDrop all(String cache) {
    return new CacheDrop(cache, Optional.empty());
  }

  CacheKey key(TenantId tenant, long epoch) {
    return id.filter(CacheKey::isId)
        .map(it -> new CacheKey(tenant, cache, epoch, it))
        .orElseGet(() -> CacheKey.group(tenant, cache, epoch));
  }
}
