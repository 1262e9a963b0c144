package ai.kompl.tenancy.cache;

import ai.kompl.tenancy.caller.TenantId;
import java.util.Map;
import java.util.Set;

/**
 * Reads values on nobody's behalf, to have them near before somebody asks.
 *
 * @param <V> what is read
 */
@FunctionalInterface
public interface CacheReload<V> {
  /** The tenant's values of the ids that there are. */
  Map<String, V> load(TenantId tenant, Set<String> ids);
}
