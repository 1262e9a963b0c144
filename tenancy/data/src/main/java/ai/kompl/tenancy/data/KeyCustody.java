package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.GlobalId;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.vault.key.KeyName;
import ai.kompl.tenancy.vault.key.MasterKeyHolder;
import ai.kompl.tenancy.vault.key.TenantKeys;
import ai.kompl.tenancy.vault.key.WrappedKey;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** What only the owner of the database does with the tenants' keys. */
public final class KeyCustody {
  private static final int BATCH = 200;

  private final OwnerDatabase owner;
  private final InstantSource clock;

  KeyCustody(OwnerDatabase owner, InstantSource clock) {
    this.owner = owner;
    this.clock = clock;
  }

  /**
   * The keys for one purpose of one tenant.
   *
   * @param newest the version that encrypts
   * @param versions how many versions are kept
   * @param master the master key that wraps the newest
   */
  public record Held(TenantId tenant, String purpose, int newest, int versions, String master) {}

  /** All keys that are kept, by tenant and purpose. */
  public List<Held> all() {
    return owner.transaction(sql ->
        sql.query(
            """
            select tenant, purpose, max(version) as newest, count(*)::int as versions,
              (array_agg(master order by version desc))[1] as master
            from private.tenant_keys group by tenant, purpose order by tenant, purpose
            """,
            row ->
                new Held(
                    new TenantId(row.string("tenant")),
                    row.string("purpose"),
                    row.integer("newest"),
                    row.integer("versions"),
                    row.string("master"))));
  }

  /**
   * Whether there is anything in the database that needs a master key: then a missing one must not
   * be replaced by a new one.
   */
  public boolean needMasterKey() {
    return owner.transaction(sql ->
        sql.query(
                """
                select exists (select 1 from private.tenant_keys)
                  or exists (select 1 from private.key_holders where derived_before) as needed
                """,
                row -> row.bool("needed"))
            .getFirst());
  }

  /**
   * Wraps all keys under the present master key; what they encrypt is not touched. It can be broken
   * off and begun again, while all processes work on.
   *
   * @return how many keys were wrapped anew
   */
  public int rewrap(MasterKeyHolder masters) {
    int rewrapped = 0;
    List<WrappedKey> batch = underOthers(masters.currentId());
    while (!batch.isEmpty()) {
      rewrapped += batch.stream().mapToInt(key -> rewrap(masters, key)).sum();
      batch = underOthers(masters.currentId());
    }
    return rewrapped;
  }

  private List<WrappedKey> underOthers(String masterId) {
    return owner.transaction(sql ->
        sql.query(
            """
            select tenant, purpose, version, master, wrapped from private.tenant_keys
            where master <> ? order by tenant, purpose, version limit ?
            """,
            StoredKeys::key,
            masterId,
            BATCH));
  }

  private int rewrap(MasterKeyHolder masters, WrappedKey old) {
    KeyName name = old.name();
    WrappedKey renewed = masters.wrap(name, masters.unwrap(old));
    return owner.transaction(sql ->
        sql.update(
            """
            update private.tenant_keys set master = ?, wrapped = ?, wrapped_at = now()
            where tenant = ? and purpose = ? and version = ? and wrapped = ?
            """,
            renewed.masterId(),
            renewed.text(),
            name.tenant(),
            name.purpose(),
            name.version(),
            old.text()));
  }

  /**
   * Destroys all keys of a tenant, for good: what they encrypted can never be read again, wherever
   * copies of it are, and no new keys are made for the tenant. Processes that have keys in memory
   * lose them within {@link TenantKeys#LONGEST}. Older backups of the database still hold the
   * wrapped keys; they stop mattering when they expire or when the master key that wrapped them is
   * destroyed.
   *
   * @param operator who destroys them: an OPERATOR or SYSTEM caller
   * @return how many keys were destroyed
   * @throws ProblemException FORBIDDEN for other callers, and for the platform's own keys
   */
  public int destroy(TenantId tenant, Caller operator) {
    boolean may = operator.kind() == CallerKind.OPERATOR || operator.kind() == CallerKind.SYSTEM;
    if (!may || tenant.equals(TenantKeys.PLATFORM)) {
      throw new ProblemException(Problem.FORBIDDEN);
    }
    return owner.transaction(sql -> {
      int destroyed =
          destroy(sql, tenant, operator.actor(), clock.instant().truncatedTo(ChronoUnit.MICROS));
      UUID key = new UUID(0, Long.parseUnsignedLong(tenant.value(), 16));
      var pending = new PendingWrites(clock);
      pending.audit(
          OwnedTenantRegistry.forTenant(operator, tenant),
          AuditEntry.change(
              "tenants.tenant.keys-destroyed",
              "Tenant",
              GlobalId.of("tenant", tenant, key).toString(),
              "{\"keys\":" + destroyed + "}"));
      pending.flush(new OwnerTransaction(sql));
      return destroyed;
    });
  }

  /** The same within a larger transaction of the owner, without the entry in the audit trail. */
  static int destroy(OwnerSql sql, TenantId tenant, String by, Instant at) throws SQLException {
    sql.update(
        """
        insert into private.key_holders (tenant, destroyed_at, destroyed_by) values (?, ?, ?)
        on conflict (tenant) do update
          set destroyed_at = excluded.destroyed_at, destroyed_by = excluded.destroyed_by
          where private.key_holders.destroyed_at is null
        """,
        tenant,
        at,
        by);
    return sql.update("delete from private.tenant_keys where tenant = ?", tenant);
  }
}
