package ai.kompl.tenants;

import ai.kompl.dataloaders.Loader;
import ai.kompl.kit.EntityType;
import ai.kompl.kit.Input;
import ai.kompl.kit.Resolution;
import ai.kompl.kit.Resolvers;
import ai.kompl.kit.TenantReference;
import ai.kompl.kit.UserError;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.data.Tenant;
import ai.kompl.tenancy.data.TenantDatabase;
import ai.kompl.tenancy.data.TenantDraft;
import ai.kompl.tenancy.data.TenantRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The query and the mutations on organizations, and the entity {@code Tenant}. */
final class TenantResolvers {

  /** The GraphQL entity; its ids carry the tag of the tenant itself. */
  static final EntityType<Tenant> TENANT =
      new EntityType<Tenant>(
              "Tenant", "tenant", Tenant.class, tenant -> TenantReference.uuid(tenant.id()))
          .within(Tenant::id);

  /**
   * The payload of {@code provisionTenant}.
   *
   * @param tenant the new organization
   * @param userErrors what was wrong
   */
  record ProvisionPayload(Optional<Tenant> tenant, List<UserError> userErrors) {}

  private final TenantDatabase database;
  private final TenantRegistry registry;
  private final TenantProvisioning provisioning;
  private final AuditTrailVerification verification;
  private final AuditQueries audit;
  private final OperatorRefusals refusals;
  private final TenantSuspension suspension;
  private final Loader<UUID, Tenant> own = Loader.of("tenants.own", this::own);

  TenantResolvers(
      TenantDatabase database,
      TenantRegistry registry,
      TenantProvisioning provisioning,
      AuditTrailVerification verification,
      AuditQueries audit) {
    this.audit = audit;
    this.database = database;
    this.registry = registry;
    this.provisioning = provisioning;
    this.verification = verification;
    this.refusals = new OperatorRefusals(database);
    this.suspension = new TenantSuspension(registry, refusals);
  }

  Resolvers resolvers() {
    return Resolvers.builder()
        .query(
            "tenant", request -> request.load(own, TenantReference.uuid(request.caller().tenant())))
        .query("deletedRecords", new DeletedRecordQueries(database)::list)
        .query("auditEvents", audit::events)
        .query("auditAccesses", audit::accesses)
        .mutation("provisionTenant", this::provision)
        .mutation("suspendTenant", suspension::suspend)
        .mutation("resumeTenant", suspension::resume)
        .mutation("verifyAuditTrail", verification::verify)
        .entity(TENANT, own)
        .build();
  }

  /** Whatever is asked for, only the caller's own organization is ever read. */
  private Map<UUID, Tenant> own(Caller caller, Set<UUID> ids) {
    return registry.find(caller.tenant()).stream()
        .filter(tenant -> ids.contains(TenantReference.uuid(tenant.id())))
        .collect(Collectors.toMap(tenant -> TenantReference.uuid(tenant.id()), tenant -> tenant));
  }

  private ProvisionPayload provision(Resolution request) {
    Caller caller = request.caller();
    if (caller.kind() != CallerKind.OPERATOR) {
      throw refusals.refused(caller, "tenants.tenant.provision-refused");
    }
    Input input = request.input();
    var draft = new TenantDraft(input.string("slug"), input.string("name"));
    return new ProvisionPayload(Optional.of(provisioning.provision(draft, caller)), List.of());
  }
}
