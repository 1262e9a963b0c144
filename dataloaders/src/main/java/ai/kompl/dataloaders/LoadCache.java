package ai.kompl.dataloaders;

import java.util.UUID;

/** Makes loaders that look into a cache before they ask the database. */
public interface LoadCache {
  /** Caches nothing. */
  LoadCache NONE =
      new LoadCache() {
        @Override
        public <V> Loader<UUID, V> cached(Loader<UUID, V> loader, CacheRule<V> rule) {
          return loader;
        }
      };

  /**
   * The same loader with a cache before it. What it reads must not depend on who of the tenant
   * asks: one caller's reading serves all others.
   *
   * @throws IllegalStateException when there is a cache of that name
   */
  <V> Loader<UUID, V> cached(Loader<UUID, V> loader, CacheRule<V> rule);
}
