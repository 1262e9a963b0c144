package ai.kompl.regops.coverage;

import ai.kompl.regops.framework.FrameworkVersion;
import ai.kompl.tenancy.caller.GlobalId;
import ai.kompl.tenancy.data.AuditCategory;
import ai.kompl.tenancy.data.AuditEntry;
import ai.kompl.tenancy.data.EventConsumer;
import ai.kompl.tenancy.data.TenantTransaction;
import ai.kompl.tenancy.events.Event;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Puts on record what a new version of a framework does to its coverage: how many requirements
 * controls met in the version before, and how many they meet in the new one. An auditor who asks
 * when a gap opened finds it in the trail.
 */
public final class CoverageRecord {
  /** Its name among the consumers of events. */
  public static final String GROUP = "regops.coverage-record";

  private static final String IMPORTED = "regops.framework-version.imported";
  private static final String ACT = "regops.framework-version.coverage-recorded";

  private CoverageRecord() {}

  /** The consumer that does it. */
  public static EventConsumer consumer() {
    return new EventConsumer(GROUP, Map.of(IMPORTED, CoverageRecord::record));
  }

  private static void record(Event event, TenantTransaction transaction) {
    Optional<UUID> version =
        GlobalId.uuidFor(event.tenant(), FrameworkVersion.TYPE.code(), event.entityId());
    // A version that was disposed of meanwhile has no coverage.
    version
        .flatMap(id -> coverage(transaction, id))
        .ifPresent(coverage -> transaction.audit(entry(event, coverage)));
  }

  private static AuditEntry entry(Event event, String coverage) {
    return new AuditEntry(
        AuditCategory.COMPLIANCE,
        ACT,
        event.entityType(),
        event.entityId(),
        Optional.empty(),
        coverage);
  }

  private static Optional<String> coverage(TenantTransaction transaction, UUID version) {
    List<Counted> counted =
        transaction.query(
            """
            select r.framework_version_id = ? as fresh, count(*) as requirements,
              count(*) filter (where exists (
                select 1 from regops_control_requirement l
                join regops_control c on c.id = l.control_id and c.deleted_at is null
                where l.requirement_id = r.id and l.deleted_at is null)) as covered
            from regops_framework_version v
            join regops_requirement r on r.framework_version_id in (v.id, v.supersedes_id)
            where v.id = ? and r.assessable and r.active and r.deleted_at is null
            group by fresh
            """,
            row ->
                new Counted(
                    row.bool("fresh"), row.bigInteger("requirements"), row.bigInteger("covered")),
            version,
            version);
    return counted.stream()
        .filter(Counted::fresh)
        .findFirst()
        .map(fresh -> "{\"now\":" + fresh.json() + before(counted) + "}");
  }

  private static String before(List<Counted> counted) {
    return counted.stream()
        .filter(one -> !one.fresh())
        .findFirst()
        .map(old -> ",\"before\":" + old.json())
        .orElse("");
  }

  private record Counted(boolean fresh, long requirements, long covered) {
    String json() {
      return "{\"requirements\":%d,\"covered\":%d}".formatted(requirements, covered);
    }
  }
}
