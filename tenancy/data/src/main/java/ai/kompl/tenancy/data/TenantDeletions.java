package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The record of deletions as one transaction of a tenant sees it. */
final class TenantDeletions implements DeletionRecords {
  private static final String COLUMNS =
      """
      r.id, r.cascade_group, r.subject_type, r.subject_id, r.parent_id, r.head, r.reason,
      r.deleted_at, r.deleted_by, r.request_id,
      case when r.restored_at is not null or r.disposed_at is not null then r.retain_until
        else private.kept_until(r.tenant, r.subject_type, r.deleted_at, r.retain_until)
        end as retain_until,
      case when r.restored_at is not null or r.disposed_at is not null then r.legal_holds
        else r.legal_holds || private.holds_on(r.tenant, r.subject_id, r.parent_id)
        end as legal_holds,
      r.restored_at, r.restored_by, r.disposed_at, r.disposed_by
      """;

  private static final String FILTERED =
      """
       from private.deleted_records r, (select cast(? as text) tenant, cast(? as text) type,
        cast(? as text) subject, cast(? as text) state, cast(? as boolean) heads) w
      where r.tenant = w.tenant
        and (w.type is null or r.subject_type = w.type)
        and (w.subject is null or r.subject_id = w.subject)
        and (w.state is null or w.state = case when r.disposed_at is not null then 'DISPOSED'
          when r.restored_at is not null then 'RESTORED' else 'DELETED' end)
        and (r.head or not w.heads)
      """;

  private static final String OPEN =
      """
       from private.deleted_records r
      where r.tenant = ? and r.restored_at is null and r.disposed_at is null)
      """;

  private final SqlTransaction sql;
  private final Caller caller;
  private final InstantSource clock;

  TenantDeletions(SqlTransaction sql, Caller caller, InstantSource clock) {
    this.sql = sql;
    this.caller = caller;
    this.clock = clock;
  }

  @Override
  public UUID record(Deletion deletion) {
    List<DeletedSubject> subjects = new ArrayList<>(List.of(deletion.head()));
    subjects.addAll(deletion.dependants());
    UUID group = UUID.randomUUID();
    sql.update(
        """
        insert into private.deleted_records (id, tenant, subject_type, subject_id, parent_id, head,
          cascade_group, reason, deleted_at, deleted_by, request_id, retain_until)
        select s.id, ?, s.type, s.subject, s.parent, s.place = 1, cast(? as uuid), ?,
          cast(? as timestamptz), ?, ?,
          coalesce(cast(? as timestamptz)
            + (select r.keep_days * interval '24 hours' from private.retention_rule(?, s.type) r),
            cast(? as timestamptz))
        from unnest(cast(? as uuid[]), cast(? as text[]), cast(? as text[]), cast(? as text[]))
          with ordinality as s (id, type, subject, parent, place)
        """,
        caller.tenant(),
        group,
        deletion.reason().orElse(null),
        deletion.at(),
        caller.actor(),
        caller.requestId(),
        deletion.at(),
        caller.tenant(),
        deletion.at().plus(deletion.keep()),
        subjects.stream().map(_ -> UUID.randomUUID()).toList(),
        subjects.stream().map(DeletedSubject::type).toList(),
        subjects.stream().map(DeletedSubject::id).toList(),
        parents(subjects));
    return group;
  }

  @Override
  public Optional<DeletionRecord> find(UUID id) {
    return sql.one(
        "select "
            + COLUMNS
            + " from private.deleted_records r where r.tenant = ? and r.id = cast(? as uuid)",
        TenantDeletions::read,
        caller.tenant(),
        id);
  }

  @Override
  public List<DeletionRecord> page(DeletionFilter filter, DeletionPage page) {
    @Nullable String at = page.from().map(DeletionPage.Place::at).orElse(null);
    @Nullable UUID id = page.from().map(DeletionPage.Place::id).orElse(null);
    @Nullable Object[] parameters = filtered(filter, at, at, id, page.limit());
    return page.backward()
        ? sql.query(
            "select "
                + COLUMNS
                + FILTERED
                + """
                and (cast(? as text) is null
                  or (r.deleted_at, r.id) > (cast(? as timestamptz), cast(? as uuid)))
                order by r.deleted_at, r.id limit ?
                """,
            TenantDeletions::read,
            parameters)
        : sql.query(
            "select "
                + COLUMNS
                + FILTERED
                + """
                and (cast(? as text) is null
                  or (r.deleted_at, r.id) < (cast(? as timestamptz), cast(? as uuid)))
                order by r.deleted_at desc, r.id desc limit ?
                """,
            TenantDeletions::read,
            parameters);
  }

  @Override
  public long count(DeletionFilter filter) {
    return sql.one("select count(*) n " + FILTERED, row -> row.bigInteger("n"), filtered(filter))
        .orElse(0L);
  }

  @Override
  public List<DeletionRecord> group(UUID group) {
    return sql.query(
        "select "
            + COLUMNS
            + """
            from private.deleted_records r where r.tenant = ? and r.cascade_group = cast(? as uuid)
            order by r.head desc, r.subject_type, r.subject_id
            """,
        TenantDeletions::read,
        caller.tenant(),
        group);
  }

  @Override
  public List<DeletionRecord> restore(String headId) {
    DeletionRecord head = restorable(headId);
    List<DeletionRecord> records = open(head.group());
    if (records.isEmpty()) {
      // Another transaction has ended the deletion between the look and the lock.
      throw backAlready();
    }
    List<String> inside = records.stream().map(record -> record.subject().id()).toList();
    records.stream()
        .flatMap(record -> record.subject().parentId().stream())
        .filter(parent -> !inside.contains(parent))
        .distinct()
        .forEach(this::requireThere);
    sql.update(
        """
        update private.deleted_records set restored_at = cast(? as timestamptz), restored_by = ?
        where tenant = ? and cascade_group = cast(? as uuid)
          and restored_at is null and disposed_at is null
        """,
        clock.instant(),
        caller.actor(),
        caller.tenant(),
        head.group());
    return group(head.group());
  }

  @Override
  public List<DeletionRecord> dispose(UUID group) {
    // Whoever places a hold waits for this to end, or this for them: see V018.
    sql.query(
        """
        select cast(pg_advisory_xact_lock_shared(hashtextextended('retention ' || ?, 0)) as text)
        """,
        _ -> true,
        caller.tenant());
    List<Doomed> doomed = doomed(group);
    if (doomed.stream().anyMatch(one -> !one.record().legalHolds().isEmpty())) {
      throw new ProblemException(Problem.LEGAL_HOLD);
    }
    if (doomed.stream().anyMatch(Doomed::retained)) {
      throw new ProblemException(Problem.RETENTION_RUNNING);
    }
    sql.update(
        """
        update private.deleted_records set disposed_at = cast(? as timestamptz), disposed_by = ?
        where tenant = ? and id = any(cast(? as uuid[]))
        """,
        clock.instant(),
        caller.actor(),
        caller.tenant(),
        doomed.stream().map(one -> one.record().id()).toList());
    return doomed.stream().map(Doomed::record).toList();
  }

  @Override
  public Duration remaining(UUID group) {
    return sql.one(
            """
            select cast(ceil(1000 * extract(epoch from max(private.kept_until(
              tenant, subject_type, deleted_at, retain_until)) - now())) as bigint) as millis
            from private.deleted_records
            where tenant = ? and cascade_group = cast(? as uuid)
              and restored_at is null and disposed_at is null
            """,
            row -> row.optionalBigInteger("millis"),
            caller.tenant(),
            group)
        .flatMap(Function.identity())
        .filter(millis -> millis > 0)
        .map(Duration::ofMillis)
        .orElse(Duration.ZERO);
  }

  /** See {@link RetentionBook#forecast}. */
  static DisposalForecast forecast(SqlTransaction sql, TenantId tenant, Instant until) {
    List<Long> counts =
        sql.one(
                "with open as (select "
                    + COLUMNS
                    + OPEN
                    + "select count(*) filter (where"
                    + " cardinality(legal_holds) = 0) as due, count(*) filter (where"
                    + " cardinality(legal_holds) > 0) as held from open where retain_until <="
                    + " cast(? as timestamptz)",
                row -> List.of(row.bigInteger("due"), row.bigInteger("held")),
                tenant,
                until)
            .orElse(List.of(0L, 0L));
    List<DeletionRecord> first =
        sql.query(
            "with open as (select "
                + COLUMNS
                + OPEN
                + "select * from open where retain_until <= cast(? as timestamptz)"
                + " order by retain_until, id limit ?",
            TenantDeletions::read,
            tenant,
            until,
            DisposalForecast.MOST);
    return new DisposalForecast(counts.getFirst(), counts.getLast(), first);
  }

  /** The record of the latest deletion of that subject, if it can come back by its own id. */
  private DeletionRecord restorable(String headId) {
    DeletionRecord record =
        latest(headId).orElseThrow(() -> new ProblemException(Problem.NOT_FOUND));
    return switch (record.state()) {
      case RESTORED -> throw backAlready();
      case DISPOSED -> throw disposed(record);
      case DELETED -> {
        if (!record.head()) {
          throw new ProblemException(
              Problem.INVALID_TRANSITION,
              "It was deleted together with what it belongs to. Restore that.");
        }
        yield record;
      }
    };
  }

  private ProblemException disposed(DeletionRecord record) {
    boolean parentGone =
        record.subject().parentId().flatMap(this::latest).stream()
            .anyMatch(parent -> parent.state() == DeletionRecord.State.DISPOSED);
    return new ProblemException(parentGone ? Problem.PARENT_PURGED : Problem.PURGED);
  }

  /** Refuses when something outside the group, that a part of it belongs to, is not there. */
  private void requireThere(String parentId) {
    switch (latest(parentId).map(DeletionRecord::state).orElse(DeletionRecord.State.RESTORED)) {
      case RESTORED -> {}
      case DISPOSED -> throw new ProblemException(Problem.PARENT_PURGED);
      case DELETED ->
          throw new ProblemException(
              Problem.INVALID_TRANSITION,
              "It belongs to something that is deleted too. Restore " + parentId + " first.");
    }
  }

  private static ProblemException backAlready() {
    return new ProblemException(Problem.INVALID_TRANSITION, "It is not deleted any more.");
  }

  /** Of the deletions of one subject the latest, held against its end until the commit. */
  private Optional<DeletionRecord> latest(String subjectId) {
    return sql.one(
        "select "
            + COLUMNS
            + """
            from private.deleted_records r where r.tenant = ? and r.subject_id = ?
            order by r.deleted_at desc, r.id desc limit 1 for update
            """,
        TenantDeletions::read,
        caller.tenant(),
        subjectId);
  }

  private List<DeletionRecord> open(UUID group) {
    return sql.query(
        "select "
            + COLUMNS
            + """
            from private.deleted_records r where r.tenant = ? and r.cascade_group = cast(? as uuid)
              and r.restored_at is null and r.disposed_at is null
            order by r.id for update
            """,
        TenantDeletions::read,
        caller.tenant(),
        group);
  }

  private List<Doomed> doomed(UUID group) {
    return sql.query(
        """
        with recursive belonging as (
          select subject_id from private.deleted_records
          where tenant = ? and cascade_group = cast(? as uuid)
            and restored_at is null and disposed_at is null
          union
          select r.subject_id from private.deleted_records r
          join belonging b on r.parent_id = b.subject_id
          where r.tenant = ? and r.restored_at is null and r.disposed_at is null)
        select private.kept_until(r.tenant, r.subject_type, r.deleted_at, r.retain_until) > now()
          as retained,
        """
            + COLUMNS
            + """
            from private.deleted_records r
            where r.tenant = ? and r.restored_at is null and r.disposed_at is null
              and r.subject_id in (select subject_id from belonging)
            order by r.id for update of r
            """,
        row -> new Doomed(read(row), row.bool("retained")),
        caller.tenant(),
        group,
        caller.tenant(),
        caller.tenant());
  }

  private record Doomed(DeletionRecord record, boolean retained) {}

  private @Nullable Object[] filtered(DeletionFilter filter, @Nullable Object... more) {
    List<@Nullable Object> parameters = new ArrayList<>();
    parameters.add(caller.tenant());
    parameters.add(filter.type().orElse(null));
    parameters.add(filter.subjectId().orElse(null));
    parameters.add(filter.state().map(Enum::name).orElse(null));
    parameters.add(filter.headsOnly());
    for (@Nullable Object one : more) {
      parameters.add(one);
    }
    return parameters.toArray();
  }

  private static @Nullable Object[] parents(List<DeletedSubject> subjects) {
    @Nullable Object[] parents = new @Nullable Object[subjects.size()];
    for (int i = 0; i < parents.length; i++) {
      parents[i] = subjects.get(i).parentId().orElse(null);
    }
    return parents;
  }

  private static DeletionRecord read(Row row) {
    var subject =
        new DeletedSubject(
            row.string("subject_type"), row.string("subject_id"), row.optionalString("parent_id"));
    return new DeletionRecord(
        row.uuid("id"),
        row.uuid("cascade_group"),
        subject,
        row.bool("head"),
        row.optionalString("reason"),
        new DeletionRecord.Act(row.instant("deleted_at"), row.string("deleted_by")),
        row.string("request_id"),
        row.instant("retain_until"),
        row.strings("legal_holds"),
        act(row, row.optionalInstant("restored_at"), "restored_by"),
        act(row, row.optionalInstant("disposed_at"), "disposed_by"));
  }

  private static Optional<DeletionRecord.Act> act(Row row, Optional<Instant> at, String by) {
    Function<Instant, DeletionRecord.Act> done =
        when -> new DeletionRecord.Act(when, row.string(by));
    return at.map(done);
  }
}
