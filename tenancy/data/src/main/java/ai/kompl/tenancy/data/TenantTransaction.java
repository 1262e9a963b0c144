package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.events.EventDraft;
import java.time.Duration;
import java.util.UUID;

/**
 * A transaction on one tenant's data, under the tenant's own database role. Tables are written
 * without schema; the shared ones of the platform as {@code private.<table>}.
 */
public interface TenantTransaction extends SqlTransaction {
  /** Adds to the audit trail, when this transaction commits. Only within a write. */
  void audit(AuditEntry entry);

  /**
   * States an event that is published after this transaction has committed. Only within a write.
   */
  void publish(EventDraft event);

  /**
   * Puts a background job into the schedule, to start after this transaction has committed. Only
   * within a write.
   *
   * @param kind what kind of job, dotted with the subgraph first: {@code regops.import}
   * @param payloadJson what the worker needs to know, as a JSON object
   * @return the job's id
   */
  default UUID schedule(String kind, String payloadJson) {
    return schedule(kind, payloadJson, Duration.ZERO);
  }

  /** As the other, not before the delay is over. */
  UUID schedule(String kind, String payloadJson, Duration delay);

  /** The record of what was deleted; within a read it only answers. */
  DeletionRecords deletions();

  /** What the tenant may use; within a read it only answers. */
  Quotas quotas();

  /** On whose behalf it runs. */
  Caller caller();
}
