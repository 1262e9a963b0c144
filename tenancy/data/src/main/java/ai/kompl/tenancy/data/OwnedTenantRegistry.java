package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.GlobalId;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.audit.AuditDigest;
import ai.kompl.tenancy.events.EventDraft;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** The registry in {@code public.tenants_tenant}; it provisions as the owner. */
final class OwnedTenantRegistry implements TenantRegistry {
  private static final String SHARD = "main";

  private final OwnerDatabase owner;
  private final RoleTransactions transactions;
  private final CommitSignal committed;
  private final String appUser;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final TenantStates states;

  OwnedTenantRegistry(OwnerDatabase owner, RoleTransactions transactions, Provisioner provisioner) {
    this.owner = owner;
    this.transactions = transactions;
    this.committed = provisioner.committed();
    this.appUser = provisioner.appUser();
    this.clock = provisioner.clock();
    this.random = provisioner.random();
    this.states = provisioner.states();
  }

  @Override
  public Optional<Tenant> find(TenantId id) {
    return transactions.run(
        DatabaseRole.PLATFORM,
        true,
        sql ->
            sql.one(
                """
                select id, slug, name, state, shard, created_at
                from public.tenants_tenant where id = ? and deleted_at is null
                """,
                OwnedTenantRegistry::tenant,
                id));
  }

  @Override
  public Optional<Tenant> findBySlug(String slug) {
    return transactions.run(
        DatabaseRole.PLATFORM,
        true,
        sql ->
            sql.one(
                """
                select id, slug, name, state, shard, created_at
                from public.tenants_tenant where slug = ? and deleted_at is null
                """,
                OwnedTenantRegistry::tenant,
                slug));
  }

  @Override
  public List<Tenant> all() {
    return transactions.run(
        DatabaseRole.PLATFORM,
        true,
        sql ->
            sql.query(
                """
                select id, slug, name, state, shard, created_at
                from public.tenants_tenant where deleted_at is null order by id
                """,
                OwnedTenantRegistry::tenant));
  }

  @Override
  public Tenant provision(TenantDraft draft, Caller operator) {
    requireOperator(operator);
    var id = new TenantId(HexFormat.of().toHexDigits(random.nextLong()));
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var tenant = new Tenant(id, draft.slug(), draft.name(), TenantState.ACTIVE, SHARD, now);
    owner.transaction(sql -> {
      // With the set of scripts that is valid until the commit.
      sql.query("select pg_advisory_xact_lock_shared(?)", _ -> true, AdvisoryLock.SCRIPTS);
      register(sql, tenant, operator);
      TenantSchema.make(sql, id, appUser);
      TenantMigrations.applyAll(sql, id);
      record(sql, tenant, operator);
      return true;
    });
    committed.events().release();
    return tenant;
  }

  @Override
  public Tenant suspend(TenantId id, String reason, Caller operator) {
    requireOperator(operator);
    if (operator.tenant().equals(id)) {
      throw new ProblemException(
          Problem.VALIDATION_FAILED,
          "This is the organisation that you act in; nobody could resume it.");
    }
    return states.change(id, TenantState.SUSPENDED, reason, operator);
  }

  @Override
  public Tenant resume(TenantId id, String reason, Caller operator) {
    requireOperator(operator);
    return states.change(id, TenantState.ACTIVE, reason, operator);
  }

  private static void requireOperator(Caller caller) {
    if (caller.kind() != CallerKind.OPERATOR && caller.kind() != CallerKind.SYSTEM) {
      throw new ProblemException(Problem.FORBIDDEN);
    }
  }

  private static void register(OwnerSql sql, Tenant tenant, Caller operator) throws SQLException {
    int made =
        sql.update(
            """
            insert into public.tenants_tenant
              (id, slug, name, state, shard, created_at, created_by, updated_at, updated_by)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (slug) do nothing
            """,
            tenant.id(),
            tenant.slug(),
            tenant.name(),
            tenant.state(),
            tenant.shard(),
            tenant.createdAt(),
            operator.actor(),
            tenant.createdAt(),
            operator.actor());
    if (made == 0) {
      throw ProblemException.at(
          "slug", Problem.CONFLICT, "There is already an organisation with this slug.");
    }
    sql.update(
        "insert into private.audit_heads (tenant, sequence, hash) values (?, 0, ?)",
        tenant.id(),
        AuditDigest.ORIGIN.bytes());
  }

  private void record(OwnerSql sql, Tenant tenant, Caller operator) {
    String globalId = globalId(tenant.id());
    var pending = new PendingWrites(clock);
    // The tenant's own audit trail begins with its provisioning.
    Caller within = forTenant(operator, tenant.id());
    pending.audit(
        within, AuditEntry.change("tenants.tenant.provisioned", "Tenant", globalId, "{}"));
    pending.publish(tenant.id(), EventDraft.of("tenants.tenant.provisioned", "Tenant", globalId));
    pending.flush(new OwnerTransaction(sql));
  }

  static String globalId(TenantId id) {
    UUID key = new UUID(0, Long.parseUnsignedLong(id.value(), 16));
    return GlobalId.of("tenant", id, key).toString();
  }

  /** The same party, acting for that tenant. */
  static Caller forTenant(Caller operator, TenantId tenant) {
    return new Caller(
        tenant,
        operator.subject(),
        operator.kind(),
        operator.roles(),
        operator.scopes(),
        operator.attributes(),
        operator.sessionId(),
        operator.requestId(),
        operator.expiresAt());
  }

  static Tenant tenant(Row row) {
    return new Tenant(
        new TenantId(row.string("id")),
        row.string("slug"),
        row.string("name"),
        TenantState.valueOf(row.string("state")),
        row.string("shard"),
        row.instant("created_at"));
  }

  /**
   * What provisioning needs besides the database.
   *
   * @param committed wakes the relay
   * @param appUser the login that may take on the tenant's role
   * @param states changes the states of tenants
   * @param clock the time
   * @param random where tenant ids come from
   */
  record Provisioner(
      CommitSignal committed,
      String appUser,
      TenantStates states,
      InstantSource clock,
      RandomGenerator random) {}
}
