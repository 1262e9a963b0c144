package ai.kompl.gateway.operation;

import ai.kompl.tenancy.caller.TenantId;

/**
 * The events that a subscription follows.
 *
 * @param tenant whose events
 * @param eventType the type of event, dotted
 * @param entityType the GraphQL type of the entity that the events are about
 * @param entityId the global id of that entity
 * @param initial whether the present state is sent at once
 */
public record LiveSource(
    TenantId tenant, String eventType, String entityType, String entityId, boolean initial) {}
