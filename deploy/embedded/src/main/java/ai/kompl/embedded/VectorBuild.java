package ai.kompl.embedded;

import ai.kompl.embedded.EmbeddedServerException.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Builds the vector extension with the machine's own compiler and package sources. The result is
 * kept beside the unpacked programs under a name made of the recipe and the programs it is for: a
 * change of either builds anew.
 */
final class VectorBuild {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int CANNOT_HERE = 3;

  private final PostgresPrograms programs;
  private final Path log;
  private final String recipe;

  VectorBuild(PostgresPrograms programs, Path log) {
    this(programs, log, shippedRecipe());
  }

  VectorBuild(PostgresPrograms programs, Path log, String recipe) {
    this.programs = programs;
    this.log = log;
    this.recipe = recipe;
  }

  /** The folder of the extension, if it is built. */
  Optional<Path> built() {
    return Optional.of(programs.cache().folder().resolve(name())).filter(Files::isDirectory);
  }

  /** Builds it, in this thread. */
  VectorExtension run() {
    try {
      programs.cache().entry(name(), this::build);
      return new VectorExtension.Available();
    } catch (EmbeddedServerException e) {
      return new VectorExtension.Unavailable(e.getMessage() + " (see " + log + ")");
    }
  }

  private void build(Path target) throws IOException {
    Path scratch = programs.cache().scratch("vector-build");
    try {
      Path script = Files.writeString(scratch.resolve("build-vector.sh"), recipe);
      var words =
          List.of(
              "nice",
              "sh",
              "-eu",
              script.toString(),
              Integer.toString(PostgresServer.MAJOR),
              target.toString());
      Process process = new Command(words, proxies()).start(log, scratch);
      if (!Command.waitFor(process, LIMIT)) {
        throw new EmbeddedServerException(
            Fault.START_FAILED,
            "building the vector extension took longer than " + LIMIT.toMinutes() + " minutes");
      }
      if (process.exitValue() != 0) {
        throw new EmbeddedServerException(
            Fault.START_FAILED, "the vector extension was not built: " + why(process.exitValue()));
      }
    } finally {
      FileTree.delete(scratch);
    }
  }

  private String why(int exit) {
    String lastLine = DataFolder.read(log).lines().reduce("", (_, line) -> line);
    return exit == CANNOT_HERE ? lastLine : "a step of the build failed: " + lastLine;
  }

  /**
   * What the package manager needs to get out of some networks; the rest of the environment stays
   * here.
   */
  private static Map<String, String> proxies() {
    var kept = new HashMap<String, String>();
    for (String name : List.of("http_proxy", "https_proxy", "no_proxy", "APT_CONFIG")) {
      Optional.ofNullable(System.getenv(name)).ifPresent(value -> kept.put(name, value));
    }
    return kept;
  }

  private String name() {
    var checksum = new CRC32();
    checksum.update(recipe.getBytes(StandardCharsets.UTF_8));
    return "vector-"
        + Long.toHexString(checksum.getValue())
        + "-"
        + programs.folder().getFileName();
  }

  private static String shippedRecipe() {
    try (InputStream in = VectorBuild.class.getResourceAsStream("build-vector.sh")) {
      if (in == null) {
        throw new EmbeddedServerException(
            Fault.BINARY_UNUSABLE, "build-vector.sh is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new EmbeddedServerException(Fault.BINARY_UNUSABLE, "cannot read build-vector.sh", e);
    }
  }
}
