package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;

/** Whether a tenant's tables are what the code of this process expects. */
@FunctionalInterface
interface TenantGate {
  /** For what works with no tables of a subgraph. */
  TenantGate OPEN = _ -> {};

  /**
   * Returns when they are, after a short wait if need be.
   *
   * @throws ProblemException TENANT_UPGRADING when they will be soon, TENANT_UPGRADE_FAILED when an
   *     operator must look at it first
   */
  void pass(TenantId tenant);
}
