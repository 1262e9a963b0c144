package ai.kompl.tenancy.cache;

import java.util.Map;
import java.util.Set;

/**
 * Reads values from where the truth is, many at once.
 *
 * @param <V> what is read
 */
@FunctionalInterface
public interface CacheLoad<V> {
  /** The values of the ids that there are; an id without value has no entry. */
  Map<String, V> load(Set<String> ids);
}
