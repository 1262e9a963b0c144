package ai.kompl.tenants;

import ai.kompl.kit.SdlFile;
import ai.kompl.kit.SubgraphDefinition;
import ai.kompl.kit.SubgraphServices;
import ai.kompl.tenancy.data.AuditTrails;

/** The tenants subgraph, joined and ready, with what others in the process need of it. */
public final class Tenants {

  /** Its name in the supergraph. */
  public static final String NAME = "tenants";

  private final SubgraphDefinition definition;
  private final TenantProvisioning provisioning;

  private Tenants(SubgraphServices services, AuditTrails trails) {
    this.provisioning = new TenantProvisioning(services.registry());
    var resolvers =
        new TenantResolvers(
                services.tenants(),
                services.registry(),
                provisioning,
                new AuditTrailVerification(services.tenants(), trails),
                new AuditQueries(services.tenants(), trails.lists()))
            .resolvers();
    this.definition = new SubgraphDefinition(NAME, SdlFile.read(Tenants.class, NAME), resolvers);
  }

  /**
   * Opens the subgraph.
   *
   * @param trails the audit trails, signed with the product's key
   */
  public static Tenants open(SubgraphServices services, AuditTrails trails) {
    return new Tenants(services, trails);
  }

  /** What the subgraph is started from. */
  public SubgraphDefinition definition() {
    return definition;
  }

  /** Provisions organizations. */
  public TenantProvisioning provisioning() {
    return provisioning;
  }
}
