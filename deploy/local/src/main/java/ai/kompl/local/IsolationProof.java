package ai.kompl.local;

import ai.kompl.local.verify.Figures;
import ai.kompl.local.verify.Proof;
import ai.kompl.local.verify.isolation.IsolationTrial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Consumer;

/** No tenant gets at another's data, and leaks that are planted are found. */
final class IsolationProof implements Proof {
  private static final int DEFAULT = 200_000;
  private static final int FULL = 1_000_000;

  private final Path root;
  private final int requests;

  private IsolationProof(Path root, int requests) {
    this.root = root;
    this.requests = requests;
  }

  /** In its usual length; the long form keeps its figures below that folder. */
  static IsolationProof in(Path root) {
    return new IsolationProof(root, DEFAULT);
  }

  /** With another number of requests under load, 1000 at least. */
  IsolationProof with(int number) {
    return new IsolationProof(root, number);
  }

  @Override
  public Proof full() {
    return with(FULL);
  }

  @Override
  public String name() {
    return "isolation";
  }

  @Override
  public String summary() {
    return "one tenant's attacks on another: generated from the schema, by hand, and under a load of %,d requests (%,d with --full)"
        .formatted(DEFAULT, FULL);
  }

  @Override
  public void run(Path folder, Figures figures, Consumer<String> note) {
    Optional<Path> progress =
        requests == FULL
            ? Optional.of(root.resolve(".kompl/proofs/isolation.properties"))
            : Optional.empty();
    try (IsolationArena arena = IsolationArena.start(folder, note)) {
      new IsolationTrial(arena, new IsolationTrial.Length(requests, progress), note).run(figures);
    }
    if (requests == FULL) {
      keep(figures);
    }
  }

  private void keep(Figures figures) {
    Path file = root.resolve("docs/proofs/isolation.md");
    String text =
        "# `./kompl verify isolation --full`\n\nThe closing line of the last run, of "
            + LocalDate.now(ZoneOffset.UTC)
            + ":\n\n    "
            + figures.line()
            + "\n";
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the figures in " + file, e);
    }
  }
}
