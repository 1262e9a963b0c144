package ai.kompl.tenants.configuration;

import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.PlatformDatabase;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How things are set for a tenant now: its own value, else the platform's, else the programs'. */
public final class SettingsInForce {
  private final PlatformDatabase database;
  private final SecretProtection protection;
  private final SettingStore store = new SettingStore();

  /** Settings in that database. */
  public SettingsInForce(PlatformDatabase database, SecretProtection protection) {
    this.database = database;
    this.protection = protection;
  }

  /** All settings, secrets without their value; one statement. */
  public List<TenantSetting> of(TenantId tenant) {
    return resolved(database.read(tx -> store.all(tx, tenant)));
  }

  /** The value of one setting, of a secret too; empty when it has none. */
  public Optional<String> value(TenantId tenant, Setting setting) {
    return nearest(setting, database.read(tx -> store.all(tx, tenant)))
        .map(kept -> text(tenant, kept))
        .or(setting::byDefault);
  }

  private String text(TenantId tenant, SettingStore.Kept kept) {
    return kept.secret()
        .map(sealed -> protection.open(tenant, kept.key(), sealed))
        .map(plain -> new String(plain, StandardCharsets.UTF_8))
        .or(kept::text)
        .orElseThrow();
  }

  static List<TenantSetting> resolved(List<SettingStore.Kept> kept) {
    return Arrays.stream(Setting.values()).map(setting -> resolved(setting, kept)).toList();
  }

  private static TenantSetting resolved(Setting setting, List<SettingStore.Kept> kept) {
    return nearest(setting, kept)
        .map(found ->
            new TenantSetting(setting, found.text(), found.level(), Optional.of(found.change())))
        .orElseGet(() -> TenantSetting.byDefault(setting));
  }

  private static Optional<SettingStore.Kept> nearest(
      Setting setting, List<SettingStore.Kept> kept) {
    return kept.stream()
        .filter(value -> value.key().equals(setting.key()))
        .min(Comparator.comparing(SettingStore.Kept::level));
  }
}
