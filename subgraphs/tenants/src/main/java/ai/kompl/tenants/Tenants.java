package ai.kompl.tenants;

import ai.kompl.kit.Resolvers;
import ai.kompl.kit.SdlFile;
import ai.kompl.kit.SubgraphDefinition;
import ai.kompl.kit.SubgraphServices;
import ai.kompl.tenancy.data.AuditTrails;
import ai.kompl.tenants.configuration.SecretProtection;

/** The tenants subgraph, joined and ready, with what others in the process need of it. */
public final class Tenants {

  /** Its name in the supergraph. */
  public static final String NAME = "tenants";

  private final SubgraphDefinition definition;
  private final TenantProvisioning provisioning;

  private Tenants(SubgraphServices services, AuditTrails trails, SecretProtection secrets) {
    this.provisioning = new TenantProvisioning(services.registry());
    var resolvers =
        new TenantResolvers(
                services.tenants(),
                services.registry(),
                provisioning,
                new AuditTrailVerification(services.tenants(), trails),
                new AuditQueries(services.tenants(), trails.lists()))
            .resolvers();
    var all =
        Resolvers.builder()
            .addAll(resolvers)
            .addAll(new TenantTerms(services, secrets).resolvers());
    this.definition = new SubgraphDefinition(NAME, SdlFile.read(Tenants.class, NAME), all.build());
  }

  /**
   * Opens the subgraph.
   *
   * @param trails the audit trails, signed with the product's key
   * @param secrets keeps the secrets among the settings
   */
  public static Tenants open(
      SubgraphServices services, AuditTrails trails, SecretProtection secrets) {
    return new Tenants(services, trails, secrets);
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
