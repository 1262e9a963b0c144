package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.events.EventDraft;
import java.util.Map;
import java.util.UUID;

/**
 * A transaction on the shared tables of one subgraph in the schema {@code public}, under that
 * subgraph's database role. What belongs to a tenant there is told apart by a column, so every
 * statement names the tenant.
 */
public interface PlatformTransaction extends SqlTransaction {
  /**
   * Facts about a person that access rules go by, by name, as other subgraphs keep them: {@code
   * unit}, the internal id of the unit that the person is in. One statement.
   */
  Map<String, String> callerAttributes(TenantId tenant, UUID person);

  /** What that tenant may use; within a read it only answers. */
  Quotas quotas(TenantId tenant);

  /** Adds to the audit trail of the caller's tenant. Only within a write. */
  void audit(Caller caller, AuditEntry entry);

  /** States an event of the tenant. Only within a write. */
  void publish(TenantId tenant, EventDraft event);
}
