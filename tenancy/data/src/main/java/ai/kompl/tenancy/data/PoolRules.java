package ai.kompl.tenancy.data;

import java.time.Duration;

/**
 * How the connections of the running service are shared.
 *
 * @param tenantShare most connections that one tenant uses at once
 * @param longestLife after what time a connection is replaced: it keeps about 1 MB for each tenant
 *     that it has served
 */
public record PoolRules(int tenantShare, Duration longestLife) {
  private static final Duration SHORTEST_LIFE = Duration.ofSeconds(30);

  public PoolRules {
    if (tenantShare < 1) {
      throw new IllegalArgumentException("a tenant uses one connection at least: " + tenantShare);
    }
    if (longestLife.compareTo(SHORTEST_LIFE) < 0) {
      throw new IllegalArgumentException("a connection lives 30s at least: " + longestLife);
    }
  }

  /** Half of a pool for one tenant, and seven minutes. */
  public static PoolRules of(int poolSize) {
    return new PoolRules(Math.max(1, (poolSize + 1) / 2), Duration.ofMinutes(7));
  }

  /** The share within a pool of that size: one connection is always left for the others. */
  int shareOf(int poolSize) {
    return Math.max(1, Math.min(tenantShare, poolSize - 1));
  }
}
