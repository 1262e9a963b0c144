package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.TenantId;
import java.util.List;
import java.util.Map;

/**
 * What bringing the tenants up to date came to.
 *
 * @param upgraded who had been stale and is not any more
 * @param failed who still is, and why
 */
public record UpgradeReport(List<TenantId> upgraded, Map<TenantId, String> failed) {}
