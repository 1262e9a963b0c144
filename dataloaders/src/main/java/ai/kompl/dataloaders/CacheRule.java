package ai.kompl.dataloaders;

import ai.kompl.tenancy.cache.CacheSpec;
import ai.kompl.tenancy.cache.ValueCodec;
import java.util.List;

/**
 * How what a loader reads is cached beyond the request.
 *
 * @param spec the cache's name and times
 * @param codec the values' written form
 * @param drops which events make which values void; every change of what the loader reads must
 *     state one of them
 * @param <V> the value
 */
public record CacheRule<V>(CacheSpec spec, ValueCodec<V> codec, List<DropRule> drops) {
  public CacheRule {
    drops = List.copyOf(drops);
    if (drops.isEmpty()) {
      throw new IllegalArgumentException("what nothing drops must not be cached: " + spec.name());
    }
  }
}
