package ai.kompl.tenants.configuration;

import ai.kompl.dataloaders.PageRequest;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.PlatformTransaction;
import ai.kompl.tenancy.data.Row;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All statements on settings. */
final class SettingStore {
  /**
   * A value that was set.
   *
   * @param text its text; empty of a secret
   * @param secret its encrypted form; empty of all others
   */
  record Kept(
      String key,
      SettingLevel level,
      Optional<String> text,
      Optional<byte[]> secret,
      TenantSetting.Change change) {}

  List<Kept> all(PlatformTransaction tx, TenantId tenant) {
    return tx.query(
        """
        select key, 'TENANT' as level, value, secret, version, set_at, set_by
        from public.tenants_tenant_setting where tenant = ?
        union all
        select key, 'PLATFORM' as level, value, secret, version, set_at, set_by
        from public.tenants_platform_setting
        """,
        SettingStore::kept,
        tenant);
  }

  /** Lets one transaction at a time change settings at that place. */
  boolean lock(PlatformTransaction tx, String place) {
    return tx.one(
            "select pg_advisory_xact_lock(hashtextextended(?, 0)) is null as locked",
            row -> row.bool("locked"),
            "tenants.settings " + place)
        .isPresent();
  }

  /** The tenant's own values of these keys. */
  List<Kept> own(PlatformTransaction tx, TenantId tenant, List<String> keys) {
    return tx.query(
        """
        select key, 'TENANT' as level, value, secret, version, set_at, set_by
        from public.tenants_tenant_setting where tenant = ? and key = any(?)
        """,
        SettingStore::kept,
        tenant,
        keys);
  }

  List<Kept> platforms(PlatformTransaction tx, List<String> keys) {
    return tx.query(
        """
        select key, 'PLATFORM' as level, value, secret, version, set_at, set_by
        from public.tenants_platform_setting where key = any(?)
        """,
        SettingStore::kept,
        keys);
  }

  int keep(PlatformTransaction tx, TenantId tenant, Kept value) {
    return tx.update(
        """
        insert into public.tenants_tenant_setting (tenant, key, value, secret, set_at, set_by)
        values (?, ?, ?, ?, ?, ?)
        on conflict (tenant, key) do update
        set value = excluded.value, secret = excluded.secret, set_at = excluded.set_at,
          set_by = excluded.set_by, version = tenants_tenant_setting.version + 1
        """,
        tenant,
        value.key(),
        value.text().orElse(null),
        value.secret().orElse(null),
        value.change().at(),
        value.change().by());
  }

  int keepForAll(PlatformTransaction tx, Kept value) {
    return tx.update(
        """
        insert into public.tenants_platform_setting (key, value, secret, set_at, set_by)
        values (?, ?, ?, ?, ?)
        on conflict (key) do update
        set value = excluded.value, secret = excluded.secret, set_at = excluded.set_at,
          set_by = excluded.set_by, version = tenants_platform_setting.version + 1
        """,
        value.key(),
        value.text().orElse(null),
        value.secret().orElse(null),
        value.change().at(),
        value.change().by());
  }

  int forget(PlatformTransaction tx, TenantId tenant, String key) {
    return tx.update(
        "delete from public.tenants_tenant_setting where tenant = ? and key = ?", tenant, key);
  }

  int forgetForAll(PlatformTransaction tx, String key) {
    return tx.update("delete from public.tenants_platform_setting where key = ?", key);
  }

  int remember(PlatformTransaction tx, TenantId tenant, SettingChange change) {
    return tx.update(
        """
        insert into public.tenants_setting_change
          (id, tenant, key, before_value, after_value, reason, changed_at, changed_by)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        change.rowId(),
        tenant,
        change.key(),
        change.before().orElse(null),
        change.after().orElse(null),
        change.reason().orElse(null),
        change.changedAt(),
        change.changedBy());
  }

  int rememberForAll(PlatformTransaction tx, SettingChange change) {
    return tx.update(
        """
        insert into public.tenants_platform_setting_change
          (id, key, before_value, after_value, reason, changed_at, changed_by)
        values (?, ?, ?, ?, ?, ?, ?)
        """,
        change.rowId(),
        change.key(),
        change.before().orElse(null),
        change.after().orElse(null),
        change.reason().orElse(null),
        change.changedAt(),
        change.changedBy());
  }

  List<SettingChange> history(
      PlatformTransaction tx, TenantId tenant, Optional<String> key, PageRequest page) {
    @Nullable String at = page.from().map(place -> place.text(0)).orElse(null);
    @Nullable Object id = page.from().map(place -> place.uuid(1)).orElse(null);
    @Nullable String wanted = key.orElse(null);
    return page.backward()
        ? later(tx, tenant, wanted, at, id, page.limit())
        : earlier(tx, tenant, wanted, at, id, page.limit());
  }

  private static List<SettingChange> earlier(
      PlatformTransaction tx, TenantId tenant, @Nullable Object... bounds) {
    return tx.query(
        """
        select id, key, before_value, after_value, reason, changed_at, changed_by
        from public.tenants_setting_change
        where tenant = ? and (cast(? as text) is null or key = ?)
          and (cast(? as timestamptz) is null
            or (changed_at, id) < (cast(? as timestamptz), cast(? as uuid)))
        order by changed_at desc, id desc limit ?
        """,
        SettingStore::change,
        tenant,
        bounds[0],
        bounds[0],
        bounds[1],
        bounds[1],
        bounds[2],
        bounds[3]);
  }

  private static List<SettingChange> later(
      PlatformTransaction tx, TenantId tenant, @Nullable Object... bounds) {
    return tx.query(
        """
        select id, key, before_value, after_value, reason, changed_at, changed_by
        from public.tenants_setting_change
        where tenant = ? and (cast(? as text) is null or key = ?)
          and (cast(? as timestamptz) is null
            or (changed_at, id) > (cast(? as timestamptz), cast(? as uuid)))
        order by changed_at, id limit ?
        """,
        SettingStore::change,
        tenant,
        bounds[0],
        bounds[0],
        bounds[1],
        bounds[1],
        bounds[2],
        bounds[3]);
  }

  long count(PlatformTransaction tx, TenantId tenant, Optional<String> key) {
    @Nullable String wanted = key.orElse(null);
    return tx.one(
            """
            select count(*) as total from public.tenants_setting_change
            where tenant = ? and (cast(? as text) is null or key = ?)
            """,
            row -> row.bigInteger("total"),
            tenant,
            wanted,
            wanted)
        .orElse(0L);
  }

  private static SettingChange change(Row row) {
    return new SettingChange(
        row.uuid("id"),
        row.string("key"),
        row.optionalString("before_value"),
        row.optionalString("after_value"),
        row.optionalString("reason"),
        row.instant("changed_at"),
        row.string("changed_by"));
  }

  private static Kept kept(Row row) {
    return new Kept(
        row.string("key"),
        SettingLevel.valueOf(row.string("level")),
        row.optionalString("value"),
        row.optionalBytes("secret"),
        new TenantSetting.Change(
            row.instant("set_at"), row.string("set_by"), row.integer("version")));
  }
}
