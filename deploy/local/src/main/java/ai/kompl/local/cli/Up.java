package ai.kompl.local.cli;

import ai.kompl.tenancy.caller.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Starts the product and stays until it is told to stop. */
final class Up implements Command {
  /** The mode in which router and subgraphs share a process. */
  static final String ONE_PROCESS = "one process";

  private final Place place;
  private final Launch launch;

  Up(Place place, Launch launch) {
    this.place = place;
    this.launch = launch;
  }

  @Override
  public Usage usage() {
    return Usage.of(
        "up",
        "Starts everything, says where it answers and how to sign in, and runs until Ctrl-C. Data stay where they are.",
        Usage.Option.of("--port", "N", "port of the gateway (default: 4000; 0 takes a free one)"),
        Place.DATA_DIR,
        Place.CONFIG,
        Usage.Option.flag(
            "--distributed", "run the router and each subgraph as a process of its own"));
  }

  @Override
  public int run(Arguments arguments, Console console) {
    Settings settings = place.settings(arguments);
    DataDir data = DataDir.of(settings, place.root());
    data.prepare();
    try (FileChannel held = data.take()) {
      checkPort(settings.get(LaunchKeys.PORT));
      Logging.toFolder(data.logs());
      serve(
          new Launch.Request(settings, data.path(), arguments.has("--distributed")), data, console);
      return held.isOpen() ? 0 : FAILED;
    } catch (IOException e) {
      throw new CommandFailure(FAILED, "cannot give the data folder back", e);
    }
  }

  private void serve(Launch.Request request, DataDir data, Console console) {
    String mode = request.distributed() ? "distributed" : ONE_PROCESS;
    data.write(RunState.ofThisProcess(Optional.empty(), mode));
    var stop = new StopSignal();
    stop.install(console);
    long start = System.nanoTime();
    try (Running running = launch.start(request, progress(console, start))) {
      data.write(RunState.ofThisProcess(Optional.of(running.endpoint()), mode));
      console.note("Ready after " + seconds(start) + " s");
      running.banner().forEach(console::result);
      console.result(
          "Data: " + data.path() + "   Logs: " + data.logs() + "   Stop: Ctrl-C, or ./kompl down");
      console.out().flush();
      stop.await();
      console.note("Stopping");
    } catch (RuntimeException e) {
      if (!stop.isWanted()) {
        throw e;
      }
      // Said here, because the process ends as soon as the signal is told that all is finished.
      console.note("Given up: " + e.getMessage());
      return;
    } finally {
      data.forgetState();
      stop.finished();
    }
    console.note("Stopped; the data are kept");
  }

  private static Consumer<String> progress(Console console, long start) {
    return step -> console.note("  " + seconds(start) + " s  " + step);
  }

  private static String seconds(long start) {
    return String.format(Locale.ROOT, "%4.1f", (System.nanoTime() - start) / 1e9);
  }

  /** Looks before anything is started: the answer is the same, and comes at once. */
  private static void checkPort(int port) {
    if (port > 65_535) {
      throw new CommandFailure(WRONG_USE, "up: " + port + " is no port; ports end at 65535");
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
    } catch (IOException e) {
      throw new CommandFailure(
          FAILED,
          "port "
              + port
              + " of 127.0.0.1 cannot be used ("
              + e.getMessage()
              + "): choose another with --port N, or --port 0 for a free one",
          e);
    }
  }
}
