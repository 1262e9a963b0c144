package ai.kompl.regops;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The public catalogues that lie beside the repository and are never part of it. */
public final class SharedData {

  private SharedData() {}

  /** NIST SP 800-53 r5, release 5.0.1, in OSCAL JSON. */
  public static Path nist80053() {
    return framework("nist-sp800-53r5-catalog-v5.0.1.oscal.min.json");
  }

  /** A file of the shared frameworks; skips the test when the folder is not there. */
  public static Path framework(String name) {
    Path shared =
        Optional.ofNullable(System.getenv("KOMPL_SHARED"))
            .map(Path::of)
            .orElseGet(() -> Path.of(System.getProperty("kompl.root", "../.."), "..", "shared"));
    Path file = shared.resolve("data/frameworks").resolve(name);
    assumeTrue(Files.exists(file), "the shared catalogue is not here: " + file);
    return file;
  }
}
