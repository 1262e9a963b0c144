package ai.kompl.local.cli;

import ai.kompl.tenancy.caller.settings.PlatformKeys;
import ai.kompl.tenancy.caller.settings.Settings;
import ai.kompl.tenancy.caller.settings.SettingsCatalogue;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The data without the product, for an operator's work on them. Where the settings name all servers
 * the product may be running meanwhile; servers of its own it shares with nobody.
 */
public final class DataSession {
  /** What every command that works on data can be given. */
  public static final List<Usage.Option> OPTIONS = List.of(Place.DATA_DIR, Place.CONFIG);

  private final Place place;

  /** For the launcher in that folder. */
  public DataSession(Path root, Map<String, String> environment, SettingsCatalogue catalogue) {
    this.place = new Place(root, environment, catalogue);
  }

  /**
   * Does the work.
   *
   * @throws CommandFailure when the product runs on servers of its own
   */
  public <T> T with(Arguments arguments, Function<Launch.Request, T> work) {
    Settings settings = place.settings(arguments);
    DataDir data = DataDir.of(settings, place.root());
    data.prepare();
    var request = new Launch.Request(settings, data.path(), false);
    if (!embedded(settings)) {
      return work.apply(request);
    }
    try (FileChannel held = data.take()) {
      Logging.toFolder(data.logs());
      T result = work.apply(request);
      if (!held.isOpen()) {
        throw new CommandFailure(Command.FAILED, "the data folder was taken away meanwhile");
      }
      return result;
    } catch (IOException e) {
      throw new CommandFailure(Command.FAILED, "cannot give the data folder back", e);
    }
  }

  /**
   * Where the data are and what is set, without taking hold of them: the product may be running.
   */
  public Launch.Request look(Arguments arguments) {
    Settings settings = place.settings(arguments);
    return new Launch.Request(settings, DataDir.of(settings, place.root()).path(), false);
  }

  private static boolean embedded(Settings settings) {
    return settings.find(PlatformKeys.DATABASE_URL).isEmpty()
        || settings.find(PlatformKeys.REDIS_URL).isEmpty()
        || settings.find(PlatformKeys.OBJECTS_URL).isEmpty();
  }
}
