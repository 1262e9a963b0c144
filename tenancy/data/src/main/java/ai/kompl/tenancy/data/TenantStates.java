package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.events.EventDraft;
import java.sql.SQLException;
import java.time.InstantSource;

/**
 * Changes the state of tenants: registry row, what the service may do, audit entry and event in one
 * transaction. A suspended tenant's role is taken from the service's login, so that the very
 * statement that begins a transaction is refused by the database, at no further round trip.
 */
final class TenantStates {
  private final OwnerDatabase owner;
  private final CommitSignal committed;
  private final String appUser;
  private final InstantSource clock;

  TenantStates(OwnerDatabase owner, CommitSignal committed, String appUser, InstantSource clock) {
    this.owner = owner;
    this.committed = committed;
    this.appUser = appUser;
    this.clock = clock;
  }

  /** Suspends a tenant or resumes it. */
  Tenant change(TenantId id, TenantState next, String reason, Caller operator) {
    Tenant tenant =
        owner.transaction(sql -> {
          Tenant before = held(sql, id);
          if (before.state() == TenantState.OFFBOARDING) {
            throw refused(before.state(), next);
          }
          Tenant after = set(sql, before, next, operator);
          String act = next == TenantState.ACTIVE ? "resumed" : "suspended";
          tell(sql, new Told(id, "tenants.tenant." + act, reason), operator);
          return after;
        });
    committed.events().release();
    return tenant;
  }

  /** The tenant, its row locked until the commit. */
  static Tenant held(OwnerSql sql, TenantId id) throws SQLException {
    return sql
        .query(
            """
            select id, slug, name, state, shard, created_at
            from public.tenants_tenant where id = ? and deleted_at is null for update
            """,
            OwnedTenantRegistry::tenant,
            id)
        .stream()
        .findFirst()
        .orElseThrow(
            () -> new ProblemException(Problem.NOT_FOUND, "There is no such organisation."));
  }

  /**
   * Brings a tenant whose row is held into a state, with what follows from it in the database.
   *
   * @throws ProblemException INVALID_TRANSITION when the one does not follow on the other
   */
  Tenant set(OwnerSql sql, Tenant before, TenantState next, Caller by) throws SQLException {
    if (!before.state().mayBecome(next)) {
      throw refused(before.state(), next);
    }
    sql.update(
        """
        update public.tenants_tenant
        set state = ?, version = version + 1, updated_at = ?, updated_by = ? where id = ?
        """,
        next,
        clock.instant(),
        by.actor(),
        before.id());
    Tenant after = held(sql, before.id());
    serve(sql, after, appUser);
    return after;
  }

  /** Lets the service's login take on the tenant's role, and that one write, as the state says. */
  static void serve(OwnerSql sql, Tenant tenant, String appUser) throws SQLException {
    String role = tenant.id().role();
    switch (tenant.state()) {
      case ACTIVE -> {
        TenantFreeze.thaw(sql, tenant.id());
        sql.formatted("grant %I to %I with inherit false, set true", role, appUser);
      }
      case OFFBOARDING -> {
        TenantFreeze.freeze(sql, tenant.id());
        sql.formatted("grant %I to %I with inherit false, set true", role, appUser);
      }
      case SUSPENDED, PURGING -> sql.formatted("revoke %I from %I", role, appUser);
      case PURGED -> {}
    }
  }

  /**
   * What is told in the tenant's audit trail, and to whoever follows the events.
   *
   * @param details a JSON object
   */
  record Told(TenantId tenant, String act, String reason, String details) {
    Told(TenantId tenant, String act, String reason) {
      this(tenant, act, reason, "{}");
    }
  }

  /** Tells, in the same transaction. What is done to a tenant stands in its own trail. */
  void tell(OwnerSql sql, Told told, Caller by) {
    String globalId = OwnedTenantRegistry.globalId(told.tenant());
    var pending = new PendingWrites(clock);
    pending.audit(
        OwnedTenantRegistry.forTenant(by, told.tenant()),
        AuditEntry.change(told.act(), "Tenant", globalId, told.details()).because(told.reason()));
    pending.publish(told.tenant(), EventDraft.of(told.act(), "Tenant", globalId));
    pending.flush(new OwnerTransaction(sql));
  }

  private static ProblemException refused(TenantState state, TenantState next) {
    return new ProblemException(
        Problem.INVALID_TRANSITION,
        "The organisation is " + state + " and cannot become " + next + ".");
  }
}
