package ai.kompl.local.cli;

import ai.kompl.tenancy.caller.settings.Settings;
import ai.kompl.tenancy.caller.settings.SettingsCatalogue;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the launcher was called: what all commands find their settings and data by.
 *
 * @param root the folder of the launcher
 * @param environment of the process
 * @param catalogue the settings the product knows
 */
record Place(Path root, Map<String, String> environment, SettingsCatalogue catalogue) {
  static final Usage.Option DATA_DIR =
      Usage.Option.of("--data-dir", "DIR", "where data and logs are (default: .kompl/data)");
  static final Usage.Option CONFIG =
      Usage.Option.of(
          "--config", "FILE", "a properties file with settings; the README has their table");

  Place {
    environment = Map.copyOf(environment);
  }

  /** The settings of a call: file, environment, command line, the later ones winning. */
  Settings settings(Arguments arguments) {
    var options = new HashMap<String, String>();
    arguments.option("--data-dir").ifPresent(dir -> options.put(LaunchKeys.DATA_DIR.name(), dir));
    arguments.option("--port").ifPresent(port -> options.put(LaunchKeys.PORT.name(), port));
    Optional<Path> file = arguments.option("--config").map(Path::of);
    return Settings.load(LaunchKeys.catalogue().with(catalogue), file, environment).with(options);
  }

  DataDir dataDir(Arguments arguments) {
    return DataDir.of(settings(arguments), root);
  }
}
