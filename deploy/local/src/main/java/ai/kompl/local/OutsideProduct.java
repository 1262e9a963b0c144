package ai.kompl.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The product as a user starts it, by {@code ./kompl up}, seen from outside. */
final class OutsideProduct implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration GLANCE = Duration.ofMillis(20);

  private final Process process;
  private final URI endpoint;
  private final double secondsToAnswer;

  private OutsideProduct(Process process, URI endpoint, double secondsToAnswer) {
    this.process = process;
    this.endpoint = endpoint;
    this.secondsToAnswer = secondsToAnswer;
  }

  /**
   * Starts it on a free port and waits until it has written down where it answers, which it does
   * when the first question can be asked.
   */
  static OutsideProduct start(Path root, Path data) throws IOException {
    Path state = data.resolve("kompl.json");
    Files.deleteIfExists(state);
    Files.writeString(data.resolve(".kompl-data"), "made by a proof\n");
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(
                root.resolve("kompl").toString(),
                "up",
                "--port",
                "0",
                "--data-dir",
                data.toString())
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("up.txt").toFile())
            .start();
    while (System.nanoTime() - start < PATIENCE.toNanos() && process.isAlive()) {
      if (Files.isReadable(state)) {
        JsonNode written = new ObjectMapper().readTree(Files.readString(state));
        if (written.path("endpoint").isTextual()) {
          return new OutsideProduct(
              process,
              URI.create(written.path("endpoint").asText()),
              (System.nanoTime() - start) / 1e9);
        }
      }
      LockSupport.parkNanos(GLANCE.toNanos());
    }
    process.destroy();
    throw new IOException(
        "./kompl up did not come up: " + Files.readString(data.resolve("up.txt")));
  }

  /**
   * Starts it once and stops it, then starts it for good: the first start leaves what later ones
   * find.
   */
  static OutsideProduct startAgain(Path root, Path data) throws IOException {
    start(root, data).close();
    return start(root, data);
  }

  URI endpoint() {
    return endpoint;
  }

  double secondsToAnswer() {
    return secondsToAnswer;
  }

  ProcessHandle process() {
    return process.toHandle();
  }

  /** Stops it as Ctrl-C would. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
