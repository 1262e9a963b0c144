package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.TenantId;
import java.util.List;

/**
 * How far this process is with bringing the tenants up to date.
 *
 * @param upgraded who had been stale in this process' life and is not any more, by id
 * @param waiting who is to be upgraded, by id
 * @param quarantined what could not be upgraded and waits for an operator
 */
public record UpgradeReport(
    List<TenantId> upgraded, List<TenantId> waiting, List<QuarantinedTenant> quarantined) {
  public UpgradeReport {
    upgraded = List.copyOf(upgraded);
    waiting = List.copyOf(waiting);
    quarantined = List.copyOf(quarantined);
  }
}
