package ai.kompl.tenants;

import ai.kompl.kit.Resolvers;
import ai.kompl.kit.SdlFile;
import ai.kompl.kit.SubgraphDefinition;
import ai.kompl.kit.SubgraphServices;
import ai.kompl.tenancy.data.AuditTrails;
import ai.kompl.tenancy.data.TenantExports;
import ai.kompl.tenancy.data.TenantOffboarding;
import ai.kompl.tenants.configuration.SecretProtection;

/** The tenants subgraph, joined and ready, with what others in the process need of it. */
public final class Tenants {

  /** Its name in the supergraph. */
  public static final String NAME = "tenants";

  private final SubgraphDefinition definition;
  private final TenantProvisioning provisioning;

  /**
   * What the subgraph is the face of, besides the registry.
   *
   * @param trails the audit trails, signed with the product's key
   * @param offboarding the closing of organizations
   * @param exports the exports that organizations have made
   * @param secrets keeps the secrets among the settings
   */
  public record Faces(
      AuditTrails trails,
      TenantOffboarding offboarding,
      TenantExports exports,
      SecretProtection secrets) {}

  private Tenants(SubgraphServices services, Faces faces) {
    this.provisioning = new TenantProvisioning(services.registry());
    var resolvers =
        new TenantResolvers(
                services.tenants(),
                services.registry(),
                provisioning,
                new AuditTrailVerification(services.tenants(), faces.trails()),
                new AuditQueries(services.tenants(), faces.trails().lists()))
            .resolvers();
    var closing =
        new TenantClosing(
            services.registry(), faces.offboarding(), new OperatorRefusals(services.tenants()));
    var exporting =
        new TenantExporting(
            services.registry(), faces.exports(), new OperatorRefusals(services.tenants()));
    var all =
        Resolvers.builder()
            .addAll(resolvers)
            .addAll(closing.resolvers())
            .addAll(exporting.resolvers())
            .addAll(new TenantTerms(services, faces.secrets()).resolvers());
    this.definition =
        new SubgraphDefinition(NAME, SdlFile.read(Tenants.class, NAME), all.build())
            .withJobs(faces.exports().jobs());
  }

  /** Opens the subgraph. */
  public static Tenants open(SubgraphServices services, Faces faces) {
    return new Tenants(services, faces);
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
