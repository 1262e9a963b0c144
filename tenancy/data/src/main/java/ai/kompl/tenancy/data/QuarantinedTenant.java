package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.TenantId;

/**
 * A tenant whose tables of one subgraph could not be brought up to date. That subgraph refuses it
 * until a later version, or an operator's word, has it tried again; everything else goes on.
 *
 * @param tenant whose tables
 * @param subgraph whose script
 * @param script the script at which it ended
 * @param reason the database's code and first line; for operators only
 */
public record QuarantinedTenant(TenantId tenant, String subgraph, String script, String reason) {}
