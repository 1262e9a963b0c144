package ai.kompl.local.cli;

import ai.kompl.tenancy.caller.settings.SettingKey;
import ai.kompl.tenancy.caller.settings.SettingType;
import ai.kompl.tenancy.caller.settings.SettingsCatalogue;
import java.nio.file.Path;

/** The settings of the launcher itself. */
public final class LaunchKeys {
  /** The port of the gateway; 0 takes a free one. */
  public static final SettingKey<Integer> PORT =
      SettingKey.of(
          "port",
          SettingType.COUNT,
          "4000",
          "Port of the gateway on 127.0.0.1; 0 takes a free one.");

  /** The folder of everything that is kept. */
  public static final SettingKey<Path> DATA_DIR =
      SettingKey.required(
          "data-dir",
          SettingType.PATH,
          "Folder of all data and logs; without it `.kompl/data` beside the launcher.");

  private LaunchKeys() {}

  /** All of them. */
  public static SettingsCatalogue catalogue() {
    return SettingsCatalogue.of(PORT, DATA_DIR);
  }
}
