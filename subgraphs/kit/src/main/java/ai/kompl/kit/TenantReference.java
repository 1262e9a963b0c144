package ai.kompl.kit;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * A tenant as other subgraphs know it: by its id. The tenants subgraph owns the rest.
 *
 * @param tenant whose organisation it is
 */
public record TenantReference(TenantId tenant) {

  /** The entity {@code Tenant} where it is only extended. */
  public static final EntityType<TenantReference> TYPE =
      new EntityType<>("Tenant", "tenant", TenantReference.class, TenantReference::uuid);

  /** The caller's own tenant for its id; empty for any other, which is then not found. */
  public static Optional<TenantReference> own(Caller caller, UUID id) {
    var own = new TenantReference(caller.tenant());
    return own.uuid().equals(id) ? Optional.of(own) : Optional.empty();
  }

  /** The tenant's id in the form that global ids need. */
  public UUID uuid() {
    return uuid(tenant);
  }

  /** A tenant's id in the form that global ids need: zeros, then its sixteen digits. */
  public static UUID uuid(TenantId tenant) {
    return new UUID(0, HexFormat.fromHexDigitsToLong(tenant.value()));
  }
}
