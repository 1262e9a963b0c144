package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import java.util.List;
import java.util.Optional;

/** Which tenants there are, and how a new one comes to be. */
public interface TenantRegistry {
  /** The tenant of that id. */
  Optional<Tenant> find(TenantId id);

  /** The tenant of that slug. */
  Optional<Tenant> findBySlug(String slug);

  /** All tenants by id: for the platform's operators and start-up only. */
  List<Tenant> all();

  /**
   * Makes a tenant: registry row, database role, schema with the tables of all subgraphs, audit
   * entry and event in one transaction.
   *
   * @param operator who asks for it; must be an OPERATOR or SYSTEM caller
   * @throws ai.kompl.tenancy.caller.ProblemException CONFLICT when the slug is taken, FORBIDDEN for
   *     other callers
   */
  Tenant provision(TenantDraft draft, Caller operator);

  /**
   * Stops serving a tenant: when this returns the database begins no transaction of the tenant any
   * more, and its jobs wait. A transaction that had begun may still end.
   *
   * @param reason why, for the tenant's audit trail
   * @param operator who asks for it; must be an OPERATOR or SYSTEM caller of another tenant
   * @throws ai.kompl.tenancy.caller.ProblemException NOT_FOUND for an unknown tenant,
   *     INVALID_TRANSITION when it is suspended already, VALIDATION_FAILED for the operator's own
   *     tenant, FORBIDDEN for other callers
   */
  Tenant suspend(TenantId id, String reason, Caller operator);

  /**
   * Serves a suspended tenant again; its jobs go on where they stopped.
   *
   * @param reason why, for the tenant's audit trail
   * @param operator who asks for it; must be an OPERATOR or SYSTEM caller
   * @throws ai.kompl.tenancy.caller.ProblemException NOT_FOUND for an unknown tenant,
   *     INVALID_TRANSITION when it is not suspended, FORBIDDEN for other callers
   */
  Tenant resume(TenantId id, String reason, Caller operator);
}
