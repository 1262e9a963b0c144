package ai.kompl.local.cli;

import ai.kompl.tenancy.caller.settings.Settings;
import ai.kompl.tenancy.caller.settings.SettingsCatalogue;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The way from settings to the running product. */
public interface Launch {

  /**
   * What is to be started.
   *
   * @param settings file, environment and command line, in rising order; they hold {@link
   *     LaunchKeys#PORT}
   * @param dataDir the absolute folder of all data, held by this process alone
   * @param distributed whether the router and each subgraph are processes of their own
   */
  record Request(Settings settings, Path dataDir, boolean distributed) {}

  /** The settings it knows, besides the launcher's own. */
  SettingsCatalogue catalogue();

  /**
   * Starts everything and returns when the first question can be asked. When the thread is
   * interrupted it gives up, and it leaves nothing running when it throws.
   *
   * @param progress is told each step
   */
  Running start(Request request, Consumer<String> progress);
}
