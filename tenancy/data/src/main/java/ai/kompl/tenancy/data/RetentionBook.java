package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which a tenant keeps what was deleted, and the legal holds that no rule overrides.
 * Who sets a rule or places a hold waits until the disposals under way have ended; those that begin
 * later go by it.
 */
public final class RetentionBook {
  private static final int MOST_LISTED = 500;

  private final InstantSource clock;

  /** A book that takes the times of what is entered from that clock. */
  public RetentionBook(InstantSource clock) {
    this.clock = clock;
  }

  /** The rules in force, by type. */
  public List<RetentionRule> rules(TenantTransaction tx) {
    return tx.query(
        """
        select * from (
          select distinct on (subject_type) * from private.retention_rules where tenant = ?
          order by subject_type, version desc) latest
        where keep_days is not null order by subject_type
        """,
        RetentionBook::rule,
        tx.caller().tenant());
  }

  /** All versions of the rules of one type or of all, the newest first; at most 500. */
  public List<RetentionRule> history(TenantTransaction tx, Optional<String> type) {
    @Nullable String only = type.orElse(null);
    return tx.query(
        """
        select * from private.retention_rules
        where tenant = ? and (cast(? as text) is null or subject_type = ?)
        order by set_at desc, subject_type, version desc limit ?
        """,
        RetentionBook::rule,
        tx.caller().tenant(),
        only,
        only,
        MOST_LISTED);
  }

  /**
   * Puts a rule in the place of the one in force.
   *
   * @param expectedVersion the version that the caller has seen, 0 for none; empty when that does
   *     not matter
   * @throws ProblemException CONFLICT when another version is in force by now
   */
  public RetentionRule set(
      TenantTransaction tx, RetentionRule.Draft draft, Optional<Integer> expectedVersion) {
    alone(tx);
    int last =
        tx.one(
                """
                select coalesce(max(version), 0) as version from private.retention_rules
                where tenant = ? and subject_type = ?
                """,
                row -> row.integer("version"),
                tx.caller().tenant(),
                draft.subjectType())
            .orElse(0);
    if (expectedVersion.filter(expected -> expected != last).isPresent()) {
      throw new ProblemException(
          Problem.CONFLICT, "The rule has version " + last + " by now. Read it again and retry.");
    }
    var rule =
        new RetentionRule(
            draft.subjectType(),
            last + 1,
            draft.keepDays(),
            draft.basis(),
            draft.shortensBecause(),
            now(),
            tx.caller().actor());
    tx.update(
        """
        insert into private.retention_rules
          (tenant, subject_type, version, keep_days, basis, shortens_because, set_at, set_by)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        tx.caller().tenant(),
        rule.subjectType(),
        rule.version(),
        rule.keepDays().orElse(null),
        rule.basis(),
        rule.shortensBecause().orElse(null),
        rule.setAt(),
        rule.setBy());
    return rule;
  }

  /** The legal holds, the newest first; at most 500. */
  public List<LegalHold> holds(TenantTransaction tx, boolean releasedToo) {
    return tx.query(
        """
        select * from private.legal_holds
        where tenant = ? and (released_at is null or ?)
        order by placed_at desc, id limit ?
        """,
        RetentionBook::hold,
        tx.caller().tenant(),
        releasedToo,
        MOST_LISTED);
  }

  /**
   * Places a legal hold. When this has committed, nothing that it reaches is disposed of any more.
   *
   * @throws ProblemException CONFLICT when the same matter holds the same thing already,
   *     TENANT_OFFBOARDING when the removal of the tenant has begun
   */
  public LegalHold place(
      TenantTransaction tx, LegalHold.Target on, String reference, String reason) {
    alone(tx);
    var hold =
        new LegalHold(
            UUID.randomUUID(),
            on,
            reference,
            reason,
            new DeletionRecord.Act(now(), tx.caller().actor()),
            Optional.empty(),
            Optional.empty());
    int placed =
        tx.update(
            """
            insert into private.legal_holds
              (id, tenant, scope, subject_id, reference, reason, placed_at, placed_by)
            values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
            """,
            hold.id(),
            tx.caller().tenant(),
            on.scope(),
            on.subjectId().orElse(null),
            reference,
            reason,
            hold.placed().at(),
            hold.placed().by());
    if (placed == 0) {
      throw new ProblemException(Problem.CONFLICT, "It is under a hold of this reference already.");
    }
    return hold;
  }

  /**
   * Releases a hold; others on the same thing stay.
   *
   * @throws ProblemException NOT_FOUND when there is none, INVALID_TRANSITION when it was released
   */
  public LegalHold release(TenantTransaction tx, UUID id, String reason) {
    LegalHold standing =
        tx.one(
                "select * from private.legal_holds where tenant = ? and id = ? for update",
                RetentionBook::hold,
                tx.caller().tenant(),
                id)
            .orElseThrow(
                () -> new ProblemException(Problem.NOT_FOUND, "There is no such legal hold."));
    if (standing.released().isPresent()) {
      throw new ProblemException(
          Problem.INVALID_TRANSITION, "The legal hold was released already.");
    }
    var released = new DeletionRecord.Act(now(), tx.caller().actor());
    tx.update(
        """
        update private.legal_holds set released_at = ?, released_by = ?, release_reason = ?
        where tenant = ? and id = ?
        """,
        released.at(),
        released.by(),
        reason,
        tx.caller().tenant(),
        id);
    return new LegalHold(
        id,
        standing.on(),
        standing.reference(),
        standing.reason(),
        standing.placed(),
        Optional.of(released),
        Optional.of(reason));
  }

  /** What the rules in force and the holds that stand would let be disposed of until then. */
  public DisposalForecast forecast(TenantTransaction tx, Instant until) {
    return TenantDeletions.forecast(tx, tx.caller().tenant(), until);
  }

  /** Waits for the disposals under way, and keeps others from beginning until the commit. */
  private static void alone(TenantTransaction tx) {
    tx.query(
        "select cast(pg_advisory_xact_lock(hashtextextended('retention ' || ?, 0)) as text) as l",
        _ -> true,
        tx.caller().tenant());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static RetentionRule rule(Row row) {
    return new RetentionRule(
        row.string("subject_type"),
        row.integer("version"),
        row.optionalInteger("keep_days"),
        row.string("basis"),
        row.optionalString("shortens_because"),
        row.instant("set_at"),
        row.string("set_by"));
  }

  private static LegalHold hold(Row row) {
    Optional<DeletionRecord.Act> released =
        row.optionalInstant("released_at")
            .map(at -> new DeletionRecord.Act(at, row.string("released_by")));
    return new LegalHold(
        row.uuid("id"),
        new LegalHold.Target(
            LegalHold.Scope.valueOf(row.string("scope")), row.optionalString("subject_id")),
        row.string("reference"),
        row.string("reason"),
        new DeletionRecord.Act(row.instant("placed_at"), row.string("placed_by")),
        released,
        row.optionalString("release_reason"));
  }
}
