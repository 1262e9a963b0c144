package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.RequestScope;
import ai.kompl.tenancy.caller.TenantId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Keeps a tenant from using up the connections of all others: each has so many at once, and whoever
 * wants more waits its turn among its own. A transaction that is begun within another of the same
 * tenant, such as the one that tells the progress of an import, goes with that one: if it waited,
 * as many imports as there are places would wait for each other.
 */
final class TenantShares {
  private static final ScopedValue<TenantId> WITHIN = ScopedValue.newInstance();

  /** The places of one tenant, kept as long as anyone uses them or waits for them. */
  private record Places(Semaphore free, int users) {
    Places with(int more) {
      return new Places(free, users + more);
    }
  }

  private final Map<TenantId, Places> tenants = new ConcurrentHashMap<>();
  private final int share;
  private final Duration longestWait;
  private final InstantSource clock;

  TenantShares(int share, Duration longestWait, InstantSource clock) {
    this.share = share;
    this.longestWait = longestWait;
    this.clock = clock;
  }

  /**
   * Does the work in one of the tenant's places.
   *
   * @throws ProblemException TENANT_BUSY when none gets free in time
   */
  <T> T within(TenantId tenant, Supplier<T> work) {
    if (servedWithin(tenant)) {
      return work.get();
    }
    Semaphore free = enter(tenant);
    try {
      take(free);
      try {
        return ScopedValue.where(WITHIN, tenant).call(work::get);
      } finally {
        free.release();
      }
    } finally {
      leave(tenant);
    }
  }

  /** Whether this thread is within a transaction of the tenant's. */
  static boolean servedWithin(TenantId tenant) {
    return WITHIN.isBound() && WITHIN.get().equals(tenant);
  }

  /** How many tenants use or want a connection now. */
  int tenants() {
    return tenants.size();
  }

  private Semaphore enter(TenantId tenant) {
    return tenants
        .compute(
            tenant,
            (_, known) -> known == null ? new Places(new Semaphore(share, true), 1) : known.with(1))
        .free();
  }

  private void leave(TenantId tenant) {
    tenants.computeIfPresent(tenant, (_, known) -> known.users() == 1 ? null : known.with(-1));
  }

  private void take(Semaphore free) {
    Duration most =
        RequestScope.current()
            .map(scope -> scope.remaining(clock))
            .filter(left -> left.compareTo(longestWait) < 0)
            .orElse(longestWait);
    try {
      if (!free.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new ProblemException(Problem.TENANT_BUSY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(Problem.UNAVAILABLE, Problem.UNAVAILABLE.message(), e);
    }
  }
}
