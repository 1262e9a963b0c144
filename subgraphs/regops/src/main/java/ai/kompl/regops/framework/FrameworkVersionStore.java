package ai.kompl.regops.framework;

import ai.kompl.dataloaders.PageRequest;
import ai.kompl.dataloaders.Position;
import ai.kompl.tenancy.data.Row;
import ai.kompl.tenancy.data.SqlTransaction;
import ai.kompl.tenancy.data.TenantTransaction;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All SQL of framework versions. */
public final class FrameworkVersionStore {

  private static final String COLUMNS =
      """
      v.id, v.framework_id, v.label, v.title, v.published_on, v.effective_on, v.supersedes_id, v.checksum, v.source_uri,
      v.format, v.entries, v.active, v.families, v.nodes, v.created_at, v.created_by
      """;

  // The newest import comes first, so going forward in the list is going back in time.
  private static final String FORWARD =
      "select "
          + COLUMNS
          + """
          from unnest(cast(? as uuid[])) p(id) cross join lateral (
            select * from regops_framework_version c
            where c.framework_id = p.id and c.deleted_at is null
              and (cast(? as timestamptz) is null or (c.created_at, c.id) < (cast(? as timestamptz), cast(? as uuid)))
            order by c.created_at desc, c.id desc limit ?) v
          order by v.created_at desc, v.id desc
          """;

  private static final String BACKWARD =
      "select "
          + COLUMNS
          + """
          from unnest(cast(? as uuid[])) p(id) cross join lateral (
            select * from regops_framework_version c
            where c.framework_id = p.id and c.deleted_at is null
              and (cast(? as timestamptz) is null or (c.created_at, c.id) > (cast(? as timestamptz), cast(? as uuid)))
            order by c.created_at, c.id limit ?) v
          order by v.created_at, v.id
          """;

  /** The versions of those ids that there are. */
  public List<FrameworkVersion> byIds(SqlTransaction tx, Collection<UUID> ids) {
    return tx.query(
        "select "
            + COLUMNS
            + " from regops_framework_version v where v.id = any(cast(? as uuid[])) and v.deleted_at is null",
        FrameworkVersionStore::read,
        ids);
  }

  /** The version of that label. */
  public Optional<FrameworkVersion> byLabel(SqlTransaction tx, UUID frameworkId, String label) {
    return tx.one(
        "select "
            + COLUMNS
            + " from regops_framework_version v where v.framework_id = cast(? as uuid) and v.label = ?",
        FrameworkVersionStore::read,
        frameworkId,
        label);
  }

  /** One page of the versions of each framework, newest import first. */
  public Map<UUID, List<FrameworkVersion>> pages(
      SqlTransaction tx, List<UUID> frameworkIds, PageRequest page) {
    @Nullable String at = page.from().map(from -> from.text(0)).orElse(null);
    @Nullable UUID id = page.from().map(from -> from.uuid(1)).orElse(null);
    @Nullable Object[] parameters = {frameworkIds, at, at, id, page.limit()};
    var found =
        page.backward()
            ? tx.query(BACKWARD, FrameworkVersionStore::read, parameters)
            : tx.query(FORWARD, FrameworkVersionStore::read, parameters);
    return found.stream().collect(Collectors.groupingBy(FrameworkVersion::frameworkId));
  }

  /** How many versions each framework has. */
  public Map<UUID, Long> counts(SqlTransaction tx, List<UUID> frameworkIds) {
    record Count(UUID framework, long versions) {}
    return tx
        .query(
            """
            select framework_id, count(*) n from regops_framework_version
            where framework_id = any(cast(? as uuid[])) and deleted_at is null group by framework_id
            """,
            row -> new Count(row.uuid("framework_id"), row.bigInteger("n")),
            frameworkIds)
        .stream()
        .collect(Collectors.toMap(Count::framework, Count::versions));
  }

  /** Where a version is among those of its framework. */
  public static Position position(FrameworkVersion version) {
    return Position.of(version.createdAt(), version.id());
  }

  /** Writes a new version. */
  public void insert(TenantTransaction tx, FrameworkVersion version) {
    tx.update(
        """
        insert into regops_framework_version (id, framework_id, label, title, published_on, effective_on, supersedes_id, checksum,
          source_uri, format, entries, active, families, nodes, created_at, created_by, updated_at, updated_by)
        select cast(? as uuid), cast(? as uuid), ?, ?, cast(? as date), cast(? as date), cast(? as uuid), ?, ?, ?, ?, ?, ?, ?,
          a.at, a.actor, a.at, a.actor
        from (select cast(? as timestamptz) at, cast(? as uuid) actor) a
        """,
        version.id(),
        version.frameworkId(),
        version.label(),
        version.title(),
        version.publishedOn().orElse(null),
        version.effectiveOn().orElse(null),
        version.supersedesId().orElse(null),
        version.checksum(),
        version.sourceUri().orElse(null),
        version.format(),
        version.counts().entries(),
        version.counts().active(),
        version.counts().families(),
        version.counts().nodes(),
        version.createdAt(),
        version.createdById());
  }

  private static FrameworkVersion read(Row row) {
    return new FrameworkVersion(
        row.uuid("id"),
        row.uuid("framework_id"),
        row.string("label"),
        row.string("title"),
        row.optionalDate("published_on"),
        row.optionalDate("effective_on"),
        row.optionalUuid("supersedes_id"),
        row.string("checksum"),
        row.optionalString("source_uri"),
        CatalogFormat.valueOf(row.string("format")),
        new CatalogCounts(
            row.integer("entries"),
            row.integer("active"),
            row.integer("families"),
            row.integer("nodes")),
        row.instant("created_at"),
        row.uuid("created_by"));
  }
}
