package ai.kompl.local.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Java program in a process of its own, which says on its first line that it is ready and ends
 * when its input does, so that it never outlives this process.
 *
 * @param said what stood behind the first word of that line
 */
record ChildProcess(Process process, String said) implements AutoCloseable {

  /**
   * Starts one and waits for its first line.
   *
   * @param program JVM options, main class and arguments
   * @throws IOException when it ends without saying anything
   */
  static ChildProcess start(String classPath, String... program) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath));
    command.addAll(List.of(program));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String first = lines.readLine();
    if (first == null) {
      throw new IOException(command.getLast() + " ended before it was ready");
    }
    return new ChildProcess(process, first.substring(first.indexOf(' ') + 1));
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
