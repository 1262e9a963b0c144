package ai.kompl.local;

import java.nio.file.Path;
import java.util.Optional;

/** Where the data lies that this product is proved with and that is no part of it. */
final class SharedFolder {
  private SharedFolder() {}

  /** The folder that KOMPL_SHARED names, else the one beside the repository. */
  static Path of(Path root) {
    return Optional.ofNullable(System.getenv("KOMPL_SHARED"))
        .map(Path::of)
        .orElseGet(() -> root.resolveSibling("shared"));
  }
}
