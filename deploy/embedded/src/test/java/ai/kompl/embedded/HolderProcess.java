package ai.kompl.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A started {@link ServerHolder}. */
record HolderProcess(Process process, int port, long serverPid) {

  static HolderProcess start(String server, Path folder) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(
            java,
            "-cp",
            System.getProperty("java.class.path"),
            ServerHolder.class.getName(),
            server,
            folder.toString());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("ready ")) {
        String[] words = line.split(" ", -1);
        return new HolderProcess(process, Integer.parseInt(words[1]), Long.parseLong(words[2]));
      }
    }
    throw new IllegalStateException("the holder ended without a server");
  }

  /** Ends the JVM without any of its shutdown hooks. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
