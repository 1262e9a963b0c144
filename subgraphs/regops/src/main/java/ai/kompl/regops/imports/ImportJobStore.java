package ai.kompl.regops.imports;

import ai.kompl.dataloaders.PageRequest;
import ai.kompl.dataloaders.Position;
import ai.kompl.regops.framework.CatalogCounts;
import ai.kompl.regops.framework.CatalogFormat;
import ai.kompl.tenancy.data.Row;
import ai.kompl.tenancy.data.SqlTransaction;
import ai.kompl.tenancy.data.TenantTransaction;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All SQL of imports. */
public final class ImportJobStore {

  private static final String COLUMNS =
      """
      j.id, j.version, j.state, j.format, j.dry_run, j.upload_id, j.details, j.processed, j.total, j.entries, j.active, j.families,
      j.problems, j.problem_count, j.framework_version_id, j.attempts, j.created_at, j.created_by, j.started_at, j.finished_at
      """;

  private static final String FORWARD =
      "select "
          + COLUMNS
          + """
          from regops_import_job j where j.deleted_at is null
            and (cast(? as timestamptz) is null or (j.created_at, j.id) < (cast(? as timestamptz), cast(? as uuid)))
          order by j.created_at desc, j.id desc limit ?
          """;

  private static final String BACKWARD =
      "select "
          + COLUMNS
          + """
          from regops_import_job j where j.deleted_at is null
            and (cast(? as timestamptz) is null or (j.created_at, j.id) > (cast(? as timestamptz), cast(? as uuid)))
          order by j.created_at, j.id limit ?
          """;

  private final ImportJson json = new ImportJson();

  /** The imports of those ids that there are. */
  public List<ImportJob> byIds(SqlTransaction tx, Collection<UUID> ids) {
    return tx.query(
        "select "
            + COLUMNS
            + " from regops_import_job j where j.id = any(cast(? as uuid[])) and j.deleted_at is null",
        this::read,
        ids);
  }

  /** A page of the imports, newest first. */
  public List<ImportJob> page(SqlTransaction tx, PageRequest page) {
    @Nullable String at = page.from().map(from -> from.text(0)).orElse(null);
    @Nullable UUID id = page.from().map(from -> from.uuid(1)).orElse(null);
    return page.backward()
        ? tx.query(BACKWARD, this::read, at, at, id, page.limit())
        : tx.query(FORWARD, this::read, at, at, id, page.limit());
  }

  /** How many imports there are. */
  public long count(SqlTransaction tx) {
    return tx.one(
            "select count(*) n from regops_import_job where deleted_at is null",
            row -> row.bigInteger("n"))
        .orElse(0L);
  }

  /** Where an import is in the list. */
  public static Position position(ImportJob job) {
    return Position.of(job.createdAt(), job.id());
  }

  /** Writes a new import. */
  public void insert(TenantTransaction tx, ImportJob job) {
    tx.update(
        """
        insert into regops_import_job (id, state, format, dry_run, upload_id, details, created_at, created_by, updated_at, updated_by)
        select cast(? as uuid), ?, ?, ?, ?, cast(? as jsonb), a.at, a.actor, a.at, a.actor
        from (select cast(? as timestamptz) at, cast(? as uuid) actor) a
        """,
        job.id(),
        job.state(),
        job.format(),
        job.dryRun(),
        job.uploadId(),
        json.write(job.order().details()),
        job.createdAt(),
        job.createdById());
  }

  /** Notes that a worker begins; empty when the import is over already. */
  public Optional<ImportJob> begin(TenantTransaction tx, UUID id, Instant at) {
    return tx.one(
        """
        update regops_import_job j set state = 'CHECKING', version = version + 1, attempts = attempts + 1, processed = 0,
          started_at = coalesce(started_at, cast(? as timestamptz)), updated_at = cast(? as timestamptz)
        where id = cast(? as uuid) and finished_at is null
        returning
        """
            + COLUMNS,
        this::read,
        at,
        at,
        id);
  }

  /** Notes how far the import is. */
  public ImportJob step(
      TenantTransaction tx,
      UUID id,
      ImportState state,
      int processed,
      ImportOutcome outcome,
      Instant at) {
    @Nullable CatalogCounts counts = outcome.counts().orElse(null);
    return tx.one(
            """
            update regops_import_job j set state = ?, processed = ?, version = version + 1, updated_at = cast(? as timestamptz),
              finished_at = cast(? as timestamptz), total = cast(? as integer), entries = cast(? as integer),
              active = cast(? as integer), families = cast(? as integer), problems = cast(? as jsonb), problem_count = ?,
              framework_version_id = cast(? as uuid)
            where id = cast(? as uuid)
            returning
            """
                + COLUMNS,
            this::read,
            state,
            processed,
            at,
            state.last() ? at : null,
            counts == null ? null : counts.nodes(),
            counts == null ? null : counts.entries(),
            counts == null ? null : counts.active(),
            counts == null ? null : counts.families(),
            json.write(outcome.problems()),
            outcome.problemCount(),
            outcome.frameworkVersionId().orElse(null),
            id)
        .orElseThrow(() -> new IllegalStateException("the import " + id + " is gone"));
  }

  private ImportJob read(Row row) {
    var order =
        new ImportOrder(
            row.string("upload_id"),
            CatalogFormat.valueOf(row.string("format")),
            json.details(row.json("details")),
            row.bool("dry_run"));
    return new ImportJob(
        row.uuid("id"),
        row.integer("version"),
        ImportState.valueOf(row.string("state")),
        order,
        row.integer("processed"),
        outcome(row),
        row.integer("attempts"),
        row.instant("created_at"),
        row.uuid("created_by"),
        row.optionalInstant("started_at"),
        row.optionalInstant("finished_at"));
  }

  private ImportOutcome outcome(Row row) {
    Optional<CatalogCounts> counts =
        row.optionalInteger("total")
            .map(nodes ->
                new CatalogCounts(
                    row.integer("entries"), row.integer("active"), row.integer("families"), nodes));
    return new ImportOutcome(
        counts,
        json.problems(row.json("problems")),
        row.integer("problem_count"),
        row.optionalUuid("framework_version_id"));
  }
}
