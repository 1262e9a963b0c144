package ai.kompl.local.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Stops the product from another terminal. */
final class Down implements Command {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Place place;

  Down(Place place) {
    this.place = place;
  }

  @Override
  public Usage usage() {
    return Usage.of(
        "down",
        "Stops what ./kompl up has started on these data, and servers that a killed one has left.",
        Place.DATA_DIR,
        Place.CONFIG);
  }

  @Override
  public int run(Arguments arguments, Console console) {
    DataDir data = place.dataDir(arguments);
    Optional<RunState> living = data.living();
    if (living.isEmpty()) {
      int stopped = LeftOver.stop(data, console);
      console.result(
          stopped == 0
              ? "Nothing runs on " + data.path()
              : "Stopped " + stopped + " servers that a killed process had left");
      return 0;
    }
    return stop(living.get(), console);
  }

  private static int stop(RunState state, Console console) {
    ProcessHandle process = state.process().orElseThrow();
    console.note("Stopping process " + process.pid());
    process.destroy();
    try {
      process.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      console.result("Stopped");
      return 0;
    } catch (TimeoutException | ExecutionException e) {
      throw new CommandFailure(
          FAILED,
          "process "
              + process.pid()
              + " has not ended after "
              + PATIENCE.toSeconds()
              + " s; its log tells why",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(FAILED, "interrupted while waiting", e);
    }
  }
}
