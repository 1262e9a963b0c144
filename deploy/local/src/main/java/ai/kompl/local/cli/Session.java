package ai.kompl.local.cli;

import ai.kompl.tenancy.caller.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A running product for the length of one piece of work: the one that runs already, or one started
 * for it.
 */
final class Session {
  private final Place place;
  private final Launch launch;

  Session(Place place, Launch launch) {
    this.place = place;
    this.launch = launch;
  }

  /**
   * Does the work against the product on the data that the arguments name. One that runs is used as
   * it is; else one is started on a free port and stopped afterwards.
   *
   * @param work is given where the product answers and where its data are
   * @throws CommandFailure when one runs in the other mode than wanted
   */
  <T> T with(Arguments arguments, Console console, Function<Site, T> work) {
    Settings settings = place.settings(arguments);
    DataDir data = DataDir.of(settings, place.root());
    boolean distributed = arguments.has("--distributed");
    Optional<RunState> living = data.living().filter(state -> state.endpoint().isPresent());
    if (living.isEmpty()) {
      return started(settings, data, distributed, console, work);
    }
    if (distributed && living.get().mode().equals(Up.ONE_PROCESS)) {
      throw new CommandFailure(
          Command.FAILED,
          "the product runs in one process; stop it first (./kompl down), then call this with --distributed again");
    }
    return work.apply(new Site(living.get().endpoint().orElseThrow(), data.path()));
  }

  private <T> T started(
      Settings settings,
      DataDir data,
      boolean distributed,
      Console console,
      Function<Site, T> work) {
    data.prepare();
    try (FileChannel held = data.take()) {
      Logging.toFolder(data.logs());
      var request =
          new Launch.Request(
              settings.with(Map.of(LaunchKeys.PORT.name(), "0")), data.path(), distributed);
      console.note("Starting for the time of this command" + (held.isOpen() ? "" : " (not held)"));
      try (Running running = launch.start(request, step -> console.note("  " + step))) {
        return work.apply(new Site(running.endpoint(), data.path()));
      }
    } catch (IOException e) {
      throw new CommandFailure(Command.FAILED, "cannot give the data folder back", e);
    }
  }

  /**
   * Where the work is done.
   *
   * @param endpoint {@code http://127.0.0.1:PORT}
   * @param dataDir the folder of the data
   */
  record Site(URI endpoint, Path dataDir) {}
}
