package ai.kompl.tenants;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.Tenant;
import ai.kompl.tenancy.data.TenantDraft;
import ai.kompl.tenancy.data.TenantRegistry;

/** Makes new organizations. */
public final class TenantProvisioning {

  private final TenantRegistry registry;

  /** Provisioning through that registry. */
  public TenantProvisioning(TenantRegistry registry) {
    this.registry = registry;
  }

  /**
   * Makes an organization.
   *
   * @param by an operator, or the platform itself
   * @throws ProblemException {@code CONFLICT} when the slug is taken, {@code FORBIDDEN} for others
   */
  public Tenant provision(TenantDraft draft, Caller by) {
    return registry.provision(draft, by);
  }

  /** The organization of that slug, made when it is missing; one that is there is left as it is. */
  public Tenant ensure(TenantDraft draft, Caller by) {
    return registry.findBySlug(draft.slug()).orElseGet(() -> provisionOrFind(draft, by));
  }

  // Another process may make it between the look and the attempt.
  private Tenant provisionOrFind(TenantDraft draft, Caller by) {
    try {
      return provision(draft, by);
    } catch (ProblemException e) {
      if (e.problem() != Problem.CONFLICT) {
        throw e;
      }
      return registry.findBySlug(draft.slug()).orElseThrow(() -> e);
    }
  }
}
