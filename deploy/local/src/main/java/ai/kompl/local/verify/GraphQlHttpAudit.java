package ai.kompl.local.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The public GraphQL-over-HTTP audits of the npm package {@code graphql-http}, run beside us with
 * the machine's Node.
 */
public final class GraphQlHttpAudit {
  /** The version whose 61 audits are the bar. */
  private static final String PACKAGE = "graphql-http@1.23.1";

  private static final String SCRIPT = "verify/graphql-http-audit.mjs";

  /**
   * What came out.
   *
   * @param ok audits passed
   * @param total audits run
   * @param failed the others, a line each
   */
  public record Outcome(int ok, int total, List<String> failed) {}

  private GraphQlHttpAudit() {}

  /** Whether Node and npm can be started here. */
  public static boolean available() {
    return runs("node", "--version") && runs("npm", "--version");
  }

  /**
   * Runs the audits.
   *
   * @param folder where the package may be installed; it is created
   * @throws IOException when the package cannot be installed or the script fails
   */
  public static Outcome run(URI endpoint, String token, Path folder) throws IOException {
    Files.createDirectories(folder);
    try (InputStream script = GraphQlHttpAudit.class.getClassLoader().getResourceAsStream(SCRIPT)) {
      if (script == null) {
        throw new IOException("the product was packed without " + SCRIPT);
      }
      Files.write(folder.resolve("audit.mjs"), script.readAllBytes());
    }
    Files.writeString(folder.resolve("package.json"), "{\"private\":true,\"type\":\"module\"}");
    execute(folder, "npm", "install", "--no-audit", "--no-fund", "--silent", PACKAGE, "graphql@16");
    String output = execute(folder, "node", "audit.mjs", endpoint.toString(), token);
    JsonNode result = new ObjectMapper().readTree(output);
    var failed = new ArrayList<String>();
    result.path("failed").forEach(line -> failed.add(line.asText()));
    int ok = result.path("counts").path("ok").asInt();
    return new Outcome(ok, ok + failed.size(), List.copyOf(failed));
  }

  private static boolean runs(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String execute(Path folder, String... command) throws IOException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(String.join(" ", command) + " failed: " + output);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + command[0] + " ran", e);
    }
    return output;
  }
}
