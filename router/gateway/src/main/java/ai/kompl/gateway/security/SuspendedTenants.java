package ai.kompl.gateway.security;

import ai.kompl.gateway.refusal.RefusedException;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.events.Event;
import ai.kompl.tenancy.events.EventFilter;
import ai.kompl.tenancy.events.EventStream;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Which tenants are not served at the moment: those that were suspended when the gateway started,
 * kept up to date by events. It is what refuses early and ends what is live; the boundary is the
 * database, which refuses in any case. Safe for use by any number of threads.
 */
public final class SuspendedTenants implements AutoCloseable {
  private static final Set<String> ENDS =
      Set.of("tenants.tenant.suspended", "tenants.tenant.purge-begun", "tenants.tenant.purged");

  /** One that is being closed is read until its end, even if it was suspended before. */
  private static final Set<String> BEGINNINGS =
      Set.of("tenants.tenant.resumed", "tenants.tenant.offboarding-begun");

  /** The latest that is known of a tenant; 0 is the sequence of what was so at the start. */
  private record Known(long sequence, boolean suspended) {}

  private final Map<TenantId, Known> known = new ConcurrentHashMap<>();
  private final Consumer<TenantId> wake;
  private final EventStream.Subscription stream;

  private SuspendedTenants(EventStream stream, Consumer<TenantId> wake) {
    this.wake = wake;
    this.stream = stream.subscribe(EventFilter.ofAllTenants(followed()), this::accept);
  }

  /**
   * Follows the events, then learns what is so already: nothing is missed in between.
   *
   * @param atStart the tenants that are suspended now
   * @param wake is told of each tenant that has just been suspended
   */
  public static SuspendedTenants follow(
      EventStream stream, Supplier<Set<TenantId>> atStart, Consumer<TenantId> wake) {
    var tenants = new SuspendedTenants(stream, wake);
    boolean learnt = false;
    try {
      atStart.get().forEach(tenant -> tenants.known.putIfAbsent(tenant, new Known(0, true)));
      learnt = true;
      return tenants;
    } finally {
      if (!learnt) {
        tenants.close();
      }
    }
  }

  /**
   * Lets requests of a tenant pass that is served.
   *
   * @throws RefusedException TENANT_SUSPENDED
   */
  public void requireServed(TenantId tenant) {
    Known state = known.get(tenant);
    if (state != null && state.suspended()) {
      Problem problem = Problem.TENANT_SUSPENDED;
      throw RefusedException.of(problem.code(), problem.httpStatus(), problem.message());
    }
  }

  private static String[] followed() {
    return Stream.concat(ENDS.stream(), BEGINNINGS.stream()).toArray(String[]::new);
  }

  // An event can come again after a later one; the sequence tells.
  private void accept(Event event) {
    boolean suspended = ENDS.contains(event.type());
    Known next = new Known(event.sequence(), suspended);
    Known kept =
        known.merge(event.tenant(), next, (old, it) -> it.sequence() > old.sequence() ? it : old);
    if (suspended && kept.equals(next)) {
      wake.accept(event.tenant());
    }
  }

  @Override
  public void close() {
    stream.close();
  }
}
