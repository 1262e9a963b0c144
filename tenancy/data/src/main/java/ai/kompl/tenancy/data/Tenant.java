package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.TenantId;
import java.time.Instant;

/**
 * A tenant as the registry knows it.
 *
 * @param id its internal id
 * @param slug its unique name in addresses and at sign-in
 * @param name what people call it
 * @param state whether it is served
 * @param shard the database it is placed on
 * @param createdAt when it was provisioned
 */
public record Tenant(
    TenantId id, String slug, String name, TenantState state, String shard, Instant createdAt) {}
