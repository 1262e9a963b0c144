package ai.kompl.regops.framework;

import ai.kompl.dataloaders.PageRequest;
import ai.kompl.dataloaders.Position;
import ai.kompl.tenancy.data.Row;
import ai.kompl.tenancy.data.SqlTransaction;
import ai.kompl.tenancy.data.TenantTransaction;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All SQL of frameworks. */
public final class FrameworkStore {

  private static final String COLUMNS =
      """
      f.id, f.version, f.ref_code, f.name, f.publisher, f.jurisdiction, f.category, f.licence_terms, f.scope,
      f.current_version_id, f.created_at, f.created_by, f.updated_at, f.updated_by, f.deleted_at
      """;

  private static final String FILTERED =
      """
      from regops_framework f, (select cast(? as text) ref_prefix, cast(? as text) category, cast(? as text) text) w
      where f.deleted_at is null
        and (w.ref_prefix is null or starts_with(lower(f.ref_code), lower(w.ref_prefix)))
        and (w.category is null or f.category = w.category)
        and (w.text is null or strpos(lower(concat_ws(' ', f.ref_code, f.name, f.publisher)), lower(w.text)) > 0)
      """;

  private static final String FORWARD =
      "select "
          + COLUMNS
          + FILTERED
          + """
            and (cast(? as text) is null or (f.ref_code, f.id) > (?, cast(? as uuid))) order by f.ref_code, f.id limit ?
          """;

  private static final String BACKWARD =
      "select "
          + COLUMNS
          + FILTERED
          + """
            and (cast(? as text) is null or (f.ref_code, f.id) < (?, cast(? as uuid)))
          order by f.ref_code desc, f.id desc limit ?
          """;

  /** The frameworks of those ids that there are. */
  public List<Framework> byIds(SqlTransaction tx, Collection<UUID> ids) {
    return tx.query(
        "select "
            + COLUMNS
            + " from regops_framework f where f.id = any(cast(? as uuid[])) and f.deleted_at is null",
        FrameworkStore::read,
        ids);
  }

  /** The framework of that code, whatever its case, held until the transaction ends. */
  public Optional<Framework> lockedByRefCode(SqlTransaction tx, String refCode) {
    return tx.one(
        "select "
            + COLUMNS
            + " from regops_framework f where lower(f.ref_code) = lower(?) and f.deleted_at is null for update",
        FrameworkStore::read,
        refCode);
  }

  /** One framework, deleted or not, held until the transaction ends. */
  Optional<Framework> locked(TenantTransaction tx, UUID id) {
    return tx.one(
        "select " + COLUMNS + " from regops_framework f where f.id = cast(? as uuid) for update",
        FrameworkStore::read,
        id);
  }

  /** A page in the order of the reference codes. */
  public List<Framework> page(SqlTransaction tx, FrameworkFilter filter, PageRequest page) {
    @Nullable String code = page.from().map(from -> from.text(0)).orElse(null);
    @Nullable UUID id = page.from().map(from -> from.uuid(1)).orElse(null);
    @Nullable Object[] parameters = {
      prefix(filter), category(filter), text(filter), code, code, id, page.limit()
    };
    return page.backward()
        ? tx.query(BACKWARD, FrameworkStore::read, parameters)
        : tx.query(FORWARD, FrameworkStore::read, parameters);
  }

  /** How many there are. */
  public long count(SqlTransaction tx, FrameworkFilter filter) {
    return tx.one(
            "select count(*) n " + FILTERED,
            row -> row.bigInteger("n"),
            prefix(filter),
            category(filter),
            text(filter))
        .orElse(0L);
  }

  /** Where a framework is in the list. */
  public static Position position(Framework framework) {
    return Position.of(framework.refCode(), framework.id());
  }

  /** Writes a new framework, unless one of that code is there. */
  public void insertIfAbsent(TenantTransaction tx, Framework framework) {
    tx.update(
        """
        insert into regops_framework (id, version, ref_code, name, publisher, jurisdiction, category, licence_terms, scope,
          created_at, created_by, updated_at, updated_by)
        values (cast(? as uuid), 1, ?, ?, ?, ?, ?, ?, ?, cast(? as timestamptz), cast(? as uuid), cast(? as timestamptz), cast(? as uuid))
        on conflict do nothing
        """,
        framework.id(),
        framework.refCode(),
        framework.name(),
        framework.publisher().orElse(null),
        framework.jurisdiction().orElse(null),
        framework.category(),
        framework.licenceTerms(),
        framework.scope(),
        framework.createdAt(),
        framework.createdById(),
        framework.updatedAt(),
        framework.updatedById());
  }

  /** Makes an imported version the current one. */
  public void makeCurrent(TenantTransaction tx, FrameworkVersion version) {
    tx.update(
        """
        update regops_framework set current_version_id = cast(? as uuid), version = version + 1,
          updated_at = cast(? as timestamptz), updated_by = cast(? as uuid) where id = cast(? as uuid)
        """,
        version.id(),
        version.createdAt(),
        version.createdById(),
        version.frameworkId());
  }

  private static @Nullable String prefix(FrameworkFilter filter) {
    return filter.refPrefix().orElse(null);
  }

  private static @Nullable String category(FrameworkFilter filter) {
    return filter.category().map(Enum::name).orElse(null);
  }

  private static @Nullable String text(FrameworkFilter filter) {
    return filter.text().orElse(null);
  }

  private static Framework read(Row row) {
    return new Framework(
        row.uuid("id"),
        row.integer("version"),
        row.string("ref_code"),
        row.string("name"),
        row.optionalString("publisher"),
        row.optionalString("jurisdiction"),
        FrameworkCategory.valueOf(row.string("category")),
        LicenceTerms.valueOf(row.string("licence_terms")),
        row.string("scope"),
        row.optionalUuid("current_version_id"),
        row.instant("created_at"),
        row.uuid("created_by"),
        row.instant("updated_at"),
        row.uuid("updated_by"),
        row.optionalInstant("deleted_at"));
  }
}
