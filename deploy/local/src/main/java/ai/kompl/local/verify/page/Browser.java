package ai.kompl.local.verify.page;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A Chromium without a window, as a child process with a profile of its own. */
public final class Browser implements AutoCloseable {
  /** Names the program where it is not on the path under one of its usual names. */
  public static final String VARIABLE = "KOMPL_CHROMIUM";

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final Duration START = Duration.ofSeconds(60);
  private static final String PORT_FILE = "DevToolsActivePort";

  private final Process process;
  private final DevTools tools;

  private Browser(Process process, DevTools tools) {
    this.process = process;
    this.tools = tools;
  }

  /** The program on this machine, if there is one. */
  public static Optional<Path> find(Map<String, String> environment) {
    String given = environment.get(VARIABLE);
    if (given != null) {
      return Optional.of(Path.of(given)).filter(Files::isExecutable);
    }
    String path = environment.getOrDefault("PATH", "");
    return NAMES.stream()
        .flatMap(name ->
            Stream.of(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts it.
   *
   * @param folder an empty folder for its profile and log
   * @throws BrowserException when it does not come up within a minute
   */
  public static Browser start(Path program, Path folder) {
    try {
      Files.createDirectories(folder);
      Process process =
          new ProcessBuilder(
                  program.toString(),
                  "--headless=new",
                  "--remote-debugging-port=0",
                  "--user-data-dir=" + folder,
                  // Root cannot use the sandbox, and the only page opened is our own.
                  "--no-sandbox",
                  "--disable-gpu",
                  "--disable-dev-shm-usage",
                  "--no-first-run",
                  "--disable-background-networking",
                  "--disable-component-update",
                  "--disable-sync",
                  "about:blank")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("browser.log").toFile())
              .start();
      return opened(process, folder);
    } catch (IOException e) {
      throw new BrowserException("cannot start " + program, e);
    }
  }

  private static Browser opened(Process process, Path folder) throws IOException {
    boolean opened = false;
    try {
      var browser = new Browser(process, DevTools.connect(address(process, folder)));
      opened = true;
      return browser;
    } finally {
      if (!opened) {
        process.destroyForcibly();
      }
    }
  }

  /** The browser writes its port and its secret path into a file once it listens. */
  private static URI address(Process process, Path folder) throws IOException {
    long end = System.nanoTime() + START.toNanos();
    Path file = folder.resolve(PORT_FILE);
    while (process.isAlive() && System.nanoTime() < end) {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      if (lines.size() >= 2) {
        return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
      }
      LockSupport.parkNanos(20_000_000);
    }
    throw new BrowserException(
        "the browser did not come up: " + Files.readString(folder.resolve("browser.log")));
  }

  /** A new empty tab. */
  public Tab open() {
    return Tab.open(tools);
  }

  /** Ends the browser. */
  @Override
  public void close() {
    tools.close();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
