package ai.kompl.local.bench;

import ai.kompl.local.cli.Command;
import ai.kompl.local.cli.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The subgraphs that all routers are measured with, running in a process of their own.
 *
 * @param folder has {@code store.graphql} and {@code varied.graphql}, the queries, and in {@code
 *     calls.address} where the number of calls can be asked
 */
record Stubs(Path folder) {
  private static final String MAIN = "ai.kompl.federation.bench.StubProcess";

  /**
   * Starts them.
   *
   * @param folder takes the files
   * @throws CommandFailure when the launcher has not said where their classes are
   */
  static ChildProcess start(Path folder) throws IOException {
    return ChildProcess.start(classPath(), "-Xmx512m", MAIN, folder.toString());
  }

  /** The classes of the engine's tests, as the launcher has told. */
  static String classPath() {
    String classPath = System.getProperty("kompl.bench.classpath", "");
    if (classPath.isEmpty()) {
      throw new CommandFailure(
          Command.FAILED, "bench: the subgraphs' classes are not known; start it by ./kompl bench");
    }
    return classPath;
  }

  Path supergraph(String name) {
    return folder.resolve(name + ".graphql");
  }

  /** The request with the query of that name, as JSON. */
  byte[] request(String query) throws IOException {
    String text = Files.readString(folder.resolve(query + ".query"));
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return ("{\"query\":\"" + escaped + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  /** How many calls all subgraphs have had so far. */
  long calls() throws IOException {
    return number(URI.create(Files.readString(folder.resolve("calls.address"))));
  }

  /** The number at an address. */
  static long number(URI address) throws IOException {
    try (InputStream in = address.toURL().openStream()) {
      return Long.parseLong(new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip());
    }
  }
}
