package ai.kompl.local.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.Locale;

/** Deletes the data. */
final class Reset implements Command {
  private final Place place;

  Reset(Place place) {
    this.place = place;
  }

  @Override
  public Usage usage() {
    return Usage.of(
        "reset",
        "Deletes all data and logs. Asks first; refuses while the product runs.",
        Usage.Option.flag("--yes", "do not ask"),
        Place.DATA_DIR,
        Place.CONFIG);
  }

  @Override
  public int run(Arguments arguments, Console console) {
    DataDir data = place.dataDir(arguments);
    if (!Files.exists(data.path())) {
      console.result("There is nothing at " + data.path());
      return 0;
    }
    if (!data.isOurs()) {
      throw new CommandFailure(
          FAILED, "the folder " + data.path() + " was not made by ./kompl; it is left alone");
    }
    String question =
        String.format(Locale.ROOT, "Delete %s (%.1f MB)?", data.path(), data.size() / 1e6);
    if (!arguments.has("--yes") && !console.confirm(question)) {
      console.result("Nothing was deleted");
      return FAILED;
    }
    delete(data, console);
    console.result("Deleted " + data.path());
    return 0;
  }

  private static void delete(DataDir data, Console console) {
    try (FileChannel held = data.take()) {
      LeftOver.stop(data, console);
      data.delete();
      held.force(false);
    } catch (IOException e) {
      throw new CommandFailure(FAILED, "cannot give the data folder back", e);
    }
  }
}
