package ai.kompl.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A launcher started as a process of its own, with the words of a command line. */
record Launched(Process process, BufferedReader output) implements AutoCloseable {

  /** The end of a command: its exit code and all it said. */
  record Ended(int exitCode, String said) {}

  static Launched start(Path root, String... words) {
    var line = new ArrayList<String>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dkompl.root=" + root));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), FakeProduct.class.getName()));
    line.addAll(List.of(words));
    var builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("KOMPL_"));
    try {
      Process process = builder.start();
      return new Launched(process, process.inputReader(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command to its end. */
  static Ended run(Path root, String... words) throws Exception {
    try (Launched launched = start(root, words)) {
      launched.process.getOutputStream().close();
      return launched.end();
    }
  }

  /** Reads until a line with the text comes; returns what was said so far. */
  String until(String text) throws IOException {
    var said = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      said.append(line).append('\n');
      if (line.contains(text)) {
        return said.toString();
      }
    }
    throw new AssertionError("never said \"" + text + "\" but:\n" + said);
  }

  /** Waits for the end by itself. */
  Ended end() throws Exception {
    String rest = String.join("\n", output.lines().toList());
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
    return new Ended(process.exitValue(), rest);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
