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

  Tenant change(TenantId id, TenantState next, String reason, Caller operator) {
    Tenant tenant =
        owner.transaction(sql -> {
          Tenant before = held(sql, id);
          if (!before.state().mayBecome(next)) {
            throw new ProblemException(
                Problem.INVALID_TRANSITION,
                "The organisation is " + before.state() + " and cannot become " + next + ".");
          }
          write(sql, before, next, operator);
          Tenant after = held(sql, id);
          serve(sql, after, appUser);
          tell(sql, after, reason, operator);
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

  private void write(OwnerSql sql, Tenant before, TenantState next, Caller operator)
      throws SQLException {
    sql.update(
        """
        update public.tenants_tenant
        set state = ?, version = version + 1, updated_at = ?, updated_by = ? where id = ?
        """,
        next,
        clock.instant(),
        operator.actor(),
        before.id());
  }

  /** Lets the service's login take on the tenant's role or not, as the tenant's state says. */
  static void serve(OwnerSql sql, Tenant tenant, String appUser) throws SQLException {
    String role = tenant.id().role();
    switch (tenant.state()) {
      case ACTIVE -> sql.formatted("grant %I to %I with inherit false, set true", role, appUser);
      case SUSPENDED -> sql.formatted("revoke %I from %I", role, appUser);
    }
  }

  private void tell(OwnerSql sql, Tenant tenant, String reason, Caller operator) {
    TenantId id = tenant.id();
    String act =
        switch (tenant.state()) {
          case ACTIVE -> "tenants.tenant.resumed";
          case SUSPENDED -> "tenants.tenant.suspended";
        };
    String globalId = OwnedTenantRegistry.globalId(id);
    var pending = new PendingWrites(clock);
    // What is done to a tenant stands in its own trail, whoever has done it.
    pending.audit(
        OwnedTenantRegistry.forTenant(operator, id),
        AuditEntry.change(act, "Tenant", globalId, "{}").because(reason));
    pending.publish(id, EventDraft.of(act, "Tenant", globalId));
    pending.flush(new OwnerTransaction(sql));
  }
}
