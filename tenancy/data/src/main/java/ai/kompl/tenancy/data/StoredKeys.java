package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.vault.key.KeyName;
import ai.kompl.tenancy.vault.key.KeyStore;
import ai.kompl.tenancy.vault.key.WrappedKey;
import java.util.List;

/** The wrapped keys in {@code private.tenant_keys}, under the platform's own role. */
final class StoredKeys implements KeyStore {
  private final RoleTransactions transactions;

  StoredKeys(RoleTransactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Kept find(TenantId tenant, String purpose) {
    return transactions.run(
        DatabaseRole.PLATFORM,
        true,
        sql -> {
          List<WrappedKey> keys =
              sql.query(
                  """
                  select tenant, purpose, version, master, wrapped from private.tenant_keys
                  where tenant = ? and purpose = ? order by version
                  """,
                  StoredKeys::key,
                  tenant,
                  purpose);
          // Read after the keys: what was destroyed in between counts as destroyed.
          return sql.one(
                  """
                  select derived_before, destroyed_at is not null as destroyed
                  from private.key_holders where tenant = ?
                  """,
                  row -> new Kept(keys, row.bool("destroyed"), row.bool("derived_before")),
                  tenant)
              .orElseGet(() -> new Kept(keys, false, false));
        });
  }

  @Override
  public boolean add(WrappedKey key) {
    return transactions.run(
        DatabaseRole.PLATFORM,
        false,
        sql -> {
          sql.update(
              "insert into private.key_holders (tenant) values (?) on conflict do nothing",
              key.name().tenant());
          // Should the holder's keys be destroyed just now, this one may stay behind, but it has
          // encrypted nothing: whoever adds a key reads it back before using it.
          return sql.update(
                  """
                  insert into private.tenant_keys (tenant, purpose, version, master, wrapped)
                  select tenant, ?, ?, ?, ? from private.key_holders
                  where tenant = ? and destroyed_at is null
                  on conflict do nothing
                  """,
                  key.name().purpose(),
                  key.name().version(),
                  key.masterId(),
                  key.text(),
                  key.name().tenant())
              == 1;
        });
  }

  static WrappedKey key(Row row) {
    var name =
        new KeyName(
            new TenantId(row.string("tenant")), row.string("purpose"), row.integer("version"));
    return new WrappedKey(name, row.string("master"), row.string("wrapped"));
  }
}
