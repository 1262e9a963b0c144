package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.TenantId;

/**
 * The tables that one subgraph has in one tenant's schema: what is brought up to date at once.
 *
 * @param tenant whose schema
 * @param subgraph whose tables
 */
record TenantTables(TenantId tenant, String subgraph) {}
