package ai.kompl.tenancy.events;

import ai.kompl.tenancy.caller.TenantId;
import java.util.Optional;
import java.util.Set;

/**
 * Which events a subscriber wants.
 *
 * @param tenant only of that tenant; empty for followers that serve all tenants
 * @param types only of these types; empty means all
 */
public record EventFilter(Optional<TenantId> tenant, Set<String> types) {
  public EventFilter {
    types = Set.copyOf(types);
  }

  /** The events of one tenant. */
  public static EventFilter of(TenantId tenant, String... types) {
    return new EventFilter(Optional.of(tenant), Set.of(types));
  }

  /** The events of all tenants: for the platform's own followers only. */
  public static EventFilter ofAllTenants(String... types) {
    return new EventFilter(Optional.empty(), Set.of(types));
  }

  /** Whether the subscriber wants that event. */
  public boolean matches(Event event) {
    return tenant.map(event.tenant()::equals).orElse(true)
        && (types.isEmpty() || types.contains(event.type()));
  }
}
