package ai.kompl.tenants.configuration;

import java.time.Instant;
import java.util.Optional;

/**
 * A setting as it is for a tenant.
 *
 * @param setting which
 * @param shown its value; empty when it has none, and always of a secret
 * @param decidedBy where the value comes from
 * @param changed when and by whom it was set there; empty where it was not set
 */
public record TenantSetting(
    Setting setting, Optional<String> shown, SettingLevel decidedBy, Optional<Change> changed) {

  /** Who set it when, and in which version. */
  public record Change(Instant at, String by, int version) {}

  static TenantSetting byDefault(Setting setting) {
    return new TenantSetting(setting, setting.byDefault(), SettingLevel.DEFAULT, Optional.empty());
  }

  public String key() {
    return setting.key();
  }

  public SettingType type() {
    return setting.form().type();
  }

  public Optional<String> value() {
    return shown;
  }

  /** Whether somebody set it, which of a secret is all that is told. */
  public boolean isSet() {
    return decidedBy != SettingLevel.DEFAULT;
  }

  public Optional<String> defaultValue() {
    return setting.byDefault();
  }

  public String bounds() {
    return setting.form().bounds();
  }

  public SettingOwner settableBy() {
    return setting.owner();
  }

  public String description() {
    return setting.description();
  }

  public int version() {
    return changed.map(Change::version).orElse(0);
  }

  public Optional<Instant> setAt() {
    return changed.map(Change::at);
  }

  public Optional<String> setBy() {
    return changed.map(Change::by);
  }
}
