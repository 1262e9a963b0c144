package ai.kompl.tenants.configuration;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The settings there are. */
public enum Setting {
  LANGUAGE(
      "locale.language",
      new SettingForm.Choice(List.of("en", "de", "fr", "it", "es", "nl")),
      "en",
      SettingOwner.ADMIN,
      "Language of messages that the product itself sends."),
  TIME_ZONE(
      "locale.time-zone",
      new SettingForm.Zone(),
      "UTC",
      SettingOwner.ADMIN,
      "In whose days due dates are counted."),
  DISPLAY_NAME(
      "branding.display-name",
      new SettingForm.Text(100),
      "",
      SettingOwner.ADMIN,
      "How the organization calls the product towards its people."),
  SESSION_IDLE(
      "security.session-idle",
      new SettingForm.Time(Duration.ofMinutes(5), Duration.ofHours(12)),
      "PT30M",
      SettingOwner.ADMIN,
      "After what time without a request a person signs in again."),
  SECOND_FACTOR(
      "security.second-factor-required",
      new SettingForm.YesOrNo(),
      "false",
      SettingOwner.ADMIN,
      "Whether everybody needs a second factor at sign-in."),
  REVIEW_EVERY_DAYS(
      "controls.review-every-days",
      new SettingForm.WholeNumber(1, 1_825),
      "365",
      SettingOwner.ADMIN,
      "How often a control is reviewed that says nothing itself."),
  WEBHOOK_SECRET(
      "webhooks.signing-secret",
      new SettingForm.Secret(16, 200),
      "",
      SettingOwner.ADMIN,
      "What messages to the organization's own systems are signed with."),
  EXPORT_DAYS(
      "audit.export-longest-days",
      new SettingForm.WholeNumber(1, 3_660),
      "366",
      SettingOwner.OPERATOR,
      "The longest span of one export of the audit trail."),
  SUPPORT_ADDRESS(
      "platform.support-address",
      new SettingForm.Text(200),
      "support@kompl.local",
      SettingOwner.PLATFORM,
      "Where people turn to with questions.");

  private final String key;

  @SuppressWarnings("ImmutableEnumChecker") // all its forms are records of unmodifiable parts
  private final SettingForm form;

  private final String byDefault;
  private final SettingOwner owner;
  private final String description;

  Setting(String key, SettingForm form, String byDefault, SettingOwner owner, String description) {
    this.key = key;
    this.form = form;
    this.byDefault = byDefault;
    this.owner = owner;
    this.description = description;
  }

  /** Its stable name. */
  public String key() {
    return key;
  }

  /** What values it takes. */
  public SettingForm form() {
    return form;
  }

  /** Its value where nobody set one; empty when it then has none. */
  public Optional<String> byDefault() {
    return Optional.of(byDefault).filter(text -> !text.isEmpty());
  }

  /** Who may set it for a tenant. */
  public SettingOwner owner() {
    return owner;
  }

  /** What it is, for a person. */
  public String description() {
    return description;
  }

  /** Whether its value is never shown. */
  public boolean isSecret() {
    return form instanceof SettingForm.Secret;
  }

  /** The setting of that key. */
  public static Optional<Setting> of(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
  }
}
