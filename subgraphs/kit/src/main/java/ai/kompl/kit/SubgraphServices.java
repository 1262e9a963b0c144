package ai.kompl.kit;

import ai.kompl.dataloaders.LoadCache;
import ai.kompl.tenancy.data.PlatformDatabase;
import ai.kompl.tenancy.data.TenantDatabase;
import ai.kompl.tenancy.data.TenantRegistry;
import ai.kompl.tenancy.vault.ObjectStore;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What the platform hands to a subgraph.
 *
 * @param tenants the way to the tables of one tenant
 * @param platform the way to this subgraph's shared tables, under its own database role
 * @param registry the tenants there are
 * @param objects uploaded files
 * @param clock the time
 * @param cache keeps near what is read again and again
 * @param random where ids, salts and the like come from: a secure one
 */
public record SubgraphServices(
    TenantDatabase tenants,
    PlatformDatabase platform,
    TenantRegistry registry,
    ObjectStore objects,
    InstantSource clock,
    RandomGenerator random,
    LoadCache cache) {

  /** Without a cache: everything is read from the database. */
  public SubgraphServices(
      TenantDatabase tenants,
      PlatformDatabase platform,
      TenantRegistry registry,
      ObjectStore objects,
      InstantSource clock,
      RandomGenerator random) {
    this(tenants, platform, registry, objects, clock, random, LoadCache.NONE);
  }

  /** The same with a cache. */
  public SubgraphServices withCache(LoadCache newCache) {
    return new SubgraphServices(tenants, platform, registry, objects, clock, random, newCache);
  }

  /** New ids. */
  public UuidSource ids() {
    return new UuidSource(clock, random);
  }
}
