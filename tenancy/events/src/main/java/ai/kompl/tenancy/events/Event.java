package ai.kompl.tenancy.events;

import ai.kompl.tenancy.caller.TenantId;
import java.time.Instant;

/**
 * A fact that a subgraph has published.
 *
 * @param sequence its number in the outbox: unique per tenant, and what a subscriber resumes from.
 *     The order of delivery, not the number, says what came first
 * @param tenant whose fact it is
 * @param type what happened, dotted: {@code regops.import-job.progressed}
 * @param entityType the GraphQL type of the entity it is about
 * @param entityId the global id of that entity
 * @param payloadJson further facts as a JSON object
 * @param occurredAt when the transaction stated it
 * @param version of the schema of the payload
 */
public record Event(
    long sequence,
    TenantId tenant,
    String type,
    String entityType,
    String entityId,
    String payloadJson,
    Instant occurredAt,
    int version) {

  /** With a payload of the first version of its schema. */
  public Event(
      long sequence,
      TenantId tenant,
      String type,
      String entityType,
      String entityId,
      String payloadJson,
      Instant occurredAt) {
    this(sequence, tenant, type, entityType, entityId, payloadJson, occurredAt, 1);
  }
}
