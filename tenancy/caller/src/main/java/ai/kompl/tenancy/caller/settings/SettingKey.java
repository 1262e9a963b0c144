package ai.kompl.tenancy.caller.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One thing that can be configured.
 *
 * @param name dotted, kebab-case, such as {@code database.pool-size}
 * @param defaultText the value when none is given, as it would be written; empty when the setting
 *     has to be given where it is used
 * @param documentation one sentence for the table of settings
 * @param secret whether the value must never be shown
 * @param parser reads a value; an IllegalArgumentException's message says what is expected
 */
public record SettingKey<T>(
    String name,
    Optional<String> defaultText,
    String documentation,
    boolean secret,
    Function<String, T> parser) {
  private static final Pattern FORM =
      Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*(\\.[a-z][a-z0-9]*(-[a-z0-9]+)*)*");

  public SettingKey {
    if (!FORM.matcher(name).matches()) {
      throw new IllegalArgumentException("a setting's name is dotted kebab-case: " + name);
    }
  }

  /** A key without default. */
  public static <T> SettingKey<T> required(String name, SettingType<T> type, String documentation) {
    return new SettingKey<>(name, Optional.empty(), documentation, false, type.parser());
  }

  /** A key with a default. */
  public static <T> SettingKey<T> of(
      String name, SettingType<T> type, String defaultText, String documentation) {
    return new SettingKey<>(name, Optional.of(defaultText), documentation, false, type.parser());
  }

  /** The same key, its value a secret. */
  public SettingKey<T> asSecret() {
    return new SettingKey<>(name, defaultText, documentation, true, parser);
  }

  /** The environment variable that sets it: {@code KOMPL_DATABASE_POOL_SIZE}. */
  public String environmentName() {
    return "KOMPL_" + name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
