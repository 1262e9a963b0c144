package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.TenantStates.Told;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The closing of tenants: from its beginning a tenant is read and exported and no longer written;
 * after a grace period it is purged, before it the closing can be cancelled.
 */
public final class TenantOffboarding {
  /** The role whose holders speak for their organization. */
  public static final String ADMIN = "admin";

  private static final Duration LONGEST = Duration.ofDays(3650);

  private final OwnerDatabase owner;
  private final RoleTransactions transactions;
  private final TenantStates states;
  private final CommitSignal committed;
  private final Duration grace;
  private final InstantSource clock;

  TenantOffboarding(Parts parts, Duration grace, InstantSource clock) {
    this.owner = parts.owner();
    this.transactions = parts.transactions();
    this.states = parts.states();
    this.committed = parts.committed();
    this.grace = grace;
    this.clock = clock;
  }

  /** What it works on. */
  record Parts(
      OwnerDatabase owner,
      RoleTransactions transactions,
      TenantStates states,
      CommitSignal committed) {}

  /**
   * Begins to close a tenant, in whose trail and in the certificate the reason will stand.
   *
   * @param purgeAfter not before the grace period is over; at its end when empty
   * @param by an operator or SYSTEM caller of another tenant, or an admin of the tenant itself
   * @throws ProblemException FORBIDDEN for other callers, NOT_FOUND for an unknown tenant,
   *     VALIDATION_FAILED for a date that is too early or too late and for the operator's own
   *     tenant, INVALID_TRANSITION when it is being closed already
   */
  public Tenant begin(TenantId id, String reason, Optional<Instant> purgeAfter, Caller by) {
    requireAllowed(id, by);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Instant end = end(now, purgeAfter);
    Tenant tenant =
        owner.transaction(sql -> {
          Tenant before = TenantStates.held(sql, id);
          Tenant after = states.set(sql, before, TenantState.OFFBOARDING, by);
          record(sql, before, new Offboarding(now, by.actor(), reason, end));
          String details = "{\"purgeAfter\":\"" + end + "\"}";
          states.tell(sql, new Told(id, "tenants.tenant.offboarding-begun", reason, details), by);
          return after;
        });
    committed.events().release();
    return tenant;
  }

  private Instant end(Instant now, Optional<Instant> wanted) {
    Instant earliest = now.plus(grace);
    Instant end = wanted.map(at -> at.truncatedTo(ChronoUnit.MICROS)).orElse(earliest);
    if (end.isBefore(earliest) || end.isAfter(now.plus(LONGEST))) {
      throw ProblemException.at(
          "purgeAfter",
          Problem.VALIDATION_FAILED,
          "The earliest date is " + earliest + ", the latest is ten years from now.");
    }
    return end;
  }

  private static void record(OwnerSql sql, Tenant before, Offboarding offboarding)
      throws SQLException {
    sql.update(
        """
        insert into public.tenants_offboarding
          (tenant, state_before, reason, begun_at, begun_by, purge_after)
        values (?, ?, ?, ?, ?, ?)
        """,
        before.id(),
        before.state(),
        offboarding.reason(),
        offboarding.begunAt(),
        offboarding.begunBy(),
        offboarding.purgeAfter());
  }

  /**
   * Cancels the closing of a tenant; it is again what it was before.
   *
   * @param by as for the beginning
   * @throws ProblemException FORBIDDEN and NOT_FOUND as there, INVALID_TRANSITION when it is not
   *     being closed or its removal has begun
   */
  public Tenant cancel(TenantId id, String reason, Caller by) {
    requireAllowed(id, by);
    Tenant tenant =
        owner.transaction(sql -> {
          Tenant held = TenantStates.held(sql, id);
          TenantState before = stateBefore(sql, held);
          Tenant after = states.set(sql, held, before, by);
          sql.update("delete from public.tenants_offboarding where tenant = ?", id);
          states.tell(sql, new Told(id, "tenants.tenant.offboarding-cancelled", reason), by);
          if (before == TenantState.SUSPENDED) {
            states.tell(sql, new Told(id, "tenants.tenant.suspended", reason), by);
          }
          return after;
        });
    committed.events().release();
    return tenant;
  }

  private static TenantState stateBefore(OwnerSql sql, Tenant tenant) throws SQLException {
    if (tenant.state() != TenantState.OFFBOARDING) {
      throw new ProblemException(
          Problem.INVALID_TRANSITION,
          "The organisation is " + tenant.state() + "; there is no closing to be cancelled.");
    }
    return sql.query(
            "select state_before from public.tenants_offboarding where tenant = ?",
            row -> TenantState.valueOf(row.string("state_before")),
            tenant.id())
        .getFirst();
  }

  /**
   * The closing of a tenant, if it is being closed or was. Whoever shows it to somebody says who
   * may see it.
   */
  public Optional<Offboarding> find(TenantId id) {
    return transactions.run(
        DatabaseRole.PLATFORM,
        true,
        sql ->
            sql.one(
                """
                select begun_at, begun_by, reason, purge_after
                from public.tenants_offboarding where tenant = ?
                """,
                row ->
                    new Offboarding(
                        row.instant("begun_at"),
                        row.string("begun_by"),
                        row.string("reason"),
                        row.instant("purge_after")),
                id));
  }

  /**
   * The certificate of what was removed of a tenant, once it is purged. For operators.
   *
   * @return its text, see {@link ai.kompl.tenancy.data.audit.PurgeCertificate}
   */
  public Optional<String> certificate(TenantId id) {
    return transactions.run(
        DatabaseRole.PLATFORM,
        true,
        sql ->
            sql.one(
                "select text from public.tenants_purge_certificate where tenant = ?",
                row -> row.string("text"),
                id));
  }

  private static void requireAllowed(TenantId id, Caller by) {
    boolean own = by.tenant().equals(id);
    boolean operator = by.kind() == CallerKind.OPERATOR || by.kind() == CallerKind.SYSTEM;
    if (own && operator) {
      throw new ProblemException(
          Problem.VALIDATION_FAILED,
          "This is the organisation that you act in; nobody could cancel it.");
    }
    if (!operator && !(own && by.hasRole(ADMIN))) {
      throw new ProblemException(Problem.FORBIDDEN);
    }
  }
}
