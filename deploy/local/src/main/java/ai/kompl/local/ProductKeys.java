package ai.kompl.local;

import ai.kompl.local.cli.LaunchKeys;
import ai.kompl.tenancy.caller.settings.PlatformKeys;
import ai.kompl.tenancy.caller.settings.SettingKey;
import ai.kompl.tenancy.caller.settings.SettingType;
import ai.kompl.tenancy.caller.settings.SettingsCatalogue;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Settings of the assembled product, beside those of the launcher and the platform. */
final class ProductKeys {
  /** How open the endpoint is. */
  enum Profile {
    /** For the own machine: introspection for everybody, operation text in GET, the page. */
    DEVELOPMENT,
    /** For others: introspection for callers only, GET by document id, no page. */
    PRODUCTION;

    private static Profile parse(String text) {
      return Arrays.stream(values())
          .filter(profile -> profile.name().equals(text.toUpperCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("must be development or production"));
    }
  }

  /** Which profile the gateway serves in. */
  static final SettingKey<Profile> PROFILE =
      new SettingKey<>(
          "profile",
          Optional.of("development"),
          "`development` (open schema, page) or `production` (schema for callers only, no page).",
          false,
          Profile::parse);

  /** Whether the embedded PostgreSQL gets the vector extension. */
  static final SettingKey<Boolean> VECTOR_EXTENSION =
      SettingKey.of(
          "embedded.vector-extension",
          SettingType.SWITCH,
          "true",
          "Whether the embedded PostgreSQL gets the vector extension, built once per machine where that can be done.");

  /** Where the embedded PostgreSQL archives its write-ahead log. */
  static final SettingKey<Path> WAL_ARCHIVE =
      SettingKey.required(
          "embedded.wal-archive",
          SettingType.PATH,
          "Folder to which the embedded PostgreSQL copies each finished segment of its log, better"
              + " on another disk; with a physical backup any later moment can be restored.");

  private ProductKeys() {}

  /** All settings that the product knows, in the order of the README's table. */
  static SettingsCatalogue catalogue() {
    return LaunchKeys.catalogue()
        .with(SettingsCatalogue.of(PROFILE, VECTOR_EXTENSION, WAL_ARCHIVE))
        .with(PlatformKeys.catalogue());
  }
}
