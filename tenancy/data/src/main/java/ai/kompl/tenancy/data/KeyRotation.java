package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.vault.FieldCipher;
import ai.kompl.tenancy.vault.FieldPlace;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Encrypts what is in the marked columns of tenants anew under the newest keys, while everybody
 * works on. A script marks a column by its comment, {@code comment on column t.c is 'encrypted
 * PURPOSE'}: then its values are ciphertexts of a {@link FieldCipher} whose place is the tenant,
 * the purpose and the text of the row's primary key, a single column; in a shared table that key is
 * the column {@code tenant} and one more, which is meant.
 */
public final class KeyRotation {
  private static final int BATCH = 200;

  private final OwnerDatabase owner;
  private final FieldCipher cipher;

  KeyRotation(OwnerDatabase owner, FieldCipher cipher) {
    this.owner = owner;
    this.cipher = cipher;
  }

  /**
   * Encrypts anew what is under an older key or in an older form. It can be broken off and begun
   * again; a value that somebody changes meanwhile is left as that one wrote it.
   *
   * @return how many values were encrypted anew
   * @throws ai.kompl.tenancy.vault.key.UnreadableException when a value does not open; the batches
   *     before it are done
   */
  public int reencrypt(TenantId tenant) {
    int values = 0;
    for (MarkedColumn column : owner.transaction(sql -> marked(sql, tenant))) {
      values += reencrypt(tenant, column);
    }
    return values;
  }

  private static List<MarkedColumn> marked(OwnerSql sql, TenantId tenant) throws SQLException {
    return sql.query(
        """
        select format('%I.%I', n.nspname, c.relname) as name, quote_ident(a.attname) as value_column,
          quote_ident(k.attname) as key_column, format_type(k.atttypid, k.atttypmod) as key_type,
          split_part(d.description, ' ', 2) as purpose,
          case when n.nspname = 'public' then 'tenant = ?' else 'cast(? as text) is not null' end as owned
        from pg_description d
        join pg_class c on c.oid = d.objoid and d.classoid = 'pg_class'::regclass
        join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attnum = d.objsubid
        join pg_index i on i.indrelid = c.oid and i.indisprimary
        join pg_attribute k on k.attrelid = c.oid and k.attnum = any(i.indkey)
          and (n.nspname <> 'public' or k.attname <> 'tenant')
        where starts_with(d.description, 'encrypted ')
          and (n.nspname = ? and i.indnkeyatts = 1
            or n.nspname = 'public' and i.indnkeyatts = 2 and exists (
              select from pg_attribute t
              where t.attrelid = c.oid and t.attnum = any(i.indkey) and t.attname = 'tenant'))
        order by 1, 2
        """,
        row ->
            new MarkedColumn(
                row.string("name"),
                row.string("value_column"),
                new MarkedColumn.Key(row.string("key_column"), row.string("key_type")),
                row.string("purpose"),
                new MarkedColumn.Owned(row.string("owned"), tenant)),
        tenant.schema());
  }

  private int reencrypt(TenantId tenant, MarkedColumn column) {
    int values = 0;
    Optional<String> last = Optional.empty();
    while (true) {
      Optional<String> from = last;
      List<Value> batch = owner.transaction(sql -> column.after(sql, from, BATCH));
      if (batch.isEmpty()) {
        return values;
      }
      values += reencrypt(tenant, column, batch);
      last = Optional.of(batch.getLast().key());
    }
  }

  private int reencrypt(TenantId tenant, MarkedColumn column, List<Value> batch) {
    var renewed = new ArrayList<Renewed>();
    for (Value value : batch) {
      var place = new FieldPlace(tenant, column.purpose(), value.key());
      if (cipher.isOutdated(place, value.sealed())) {
        byte[] fresh = cipher.encrypt(place, cipher.decrypt(place, value.sealed()));
        renewed.add(new Renewed(value, fresh));
      }
    }
    return owner.transaction(sql -> {
      int changed = 0;
      for (Renewed one : renewed) {
        changed += column.replace(sql, one);
      }
      return changed;
    });
  }

  /** A value as it is in its row; a class because its bytes are no value to compare. */
  private static final class Value {
    private final String key;
    private final byte[] sealed;

    Value(String key, byte[] sealed) {
      this.key = key;
      this.sealed = sealed;
    }

    String key() {
      return key;
    }

    byte[] sealed() {
      return sealed;
    }
  }

  private static final class Renewed {
    private final Value old;
    private final byte[] sealed;

    Renewed(Value old, byte[] sealed) {
      this.old = old;
      this.sealed = sealed;
    }
  }

  /** A column by names that the server has quoted. */
  private record MarkedColumn(String table, String value, Key key, String purpose, Owned owned) {
    /** What tells the rows of one tenant apart. */
    record Key(String name, String type) {}

    /** Which rows are the tenant's, as SQL with one parameter. */
    record Owned(String condition, TenantId tenant) {}

    List<Value> after(OwnerSql sql, Optional<String> last, int most) throws SQLException {
      String from = last.isEmpty() ? "" : " and %s > cast(? as %s)".formatted(key.name, key.type);
      String select =
          "select cast(%s as text) as key, %s as sealed from %s where %s and %s is not null%s order by %s limit %d"
              .formatted(key.name, value, table, owned.condition, value, from, key.name, most);
      return sql.query(
          select,
          row -> new Value(row.string("key"), row.bytes("sealed")),
          Stream.concat(Stream.of(owned.tenant), last.stream()).toArray());
    }

    int replace(OwnerSql sql, Renewed renewed) throws SQLException {
      String update =
          "update %s set %s = ? where %s and %s = cast(? as %s) and %s = ?"
              .formatted(table, value, owned.condition, key.name, key.type, value);
      return sql.update(
          update, renewed.sealed, owned.tenant, renewed.old.key(), renewed.old.sealed());
    }
  }
}
