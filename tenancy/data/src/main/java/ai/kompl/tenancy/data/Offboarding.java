package ai.kompl.tenancy.data;

import java.time.Instant;

/**
 * The closing of a tenant.
 *
 * @param begunAt when it began
 * @param begunBy who asked for it, as the audit trail names them
 * @param reason why
 * @param purgeAfter until when it can be cancelled; what the tenant owns is removed after it
 */
public record Offboarding(Instant begunAt, String begunBy, String reason, Instant purgeAfter) {}
