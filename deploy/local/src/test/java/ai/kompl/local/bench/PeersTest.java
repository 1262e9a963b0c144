package ai.kompl.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.local.cli.CommandFailure;
import ai.kompl.local.verify.Figures;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeersTest {
  private static final Path SCRIPTS =
      Path.of(System.getProperty("kompl.root", "../.."), "bench", "peers");

  @TempDir Path folder;
  private final Figures figures = new Figures();

  @Test
  void whatIsNotGivenIsSkippedWithWhatToDo() throws IOException {
    try (var peers = new Peers(SCRIPTS, new Stubs(folder))) {
      peers.start(_ -> Optional.empty(), figures);

      assertThat(peers.subjects()).isEmpty();
    }
    assertThat(figures.remarks())
        .hasSize(5)
        .contains(
            "skipped cosmo: not given; see bench/README.md for how to get it, and --cosmo PATH");
  }

  @Test
  void aPeerThatRunsAlreadyIsNotSkipped() throws IOException {
    var subject = new Subject("cosmo", URI.create("http://127.0.0.1/"), ProcessHandle.current());
    try (var peers = new Peers(SCRIPTS, new Stubs(folder))) {
      peers.running(List.of(subject));
      peers.start(_ -> Optional.empty(), figures);

      assertThat(peers.subjects()).containsExactly(subject);
    }
    assertThat(figures.line()).doesNotContain("cosmo");
  }

  @Test
  void aPathWithNothingThereIsRefused() {
    try (var peers = new Peers(SCRIPTS, new Stubs(folder))) {
      assertThatThrownBy(() -> peers.start(at("--hive-router", folder.resolve("none")), figures))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("--hive-router: there is no");
    }
  }

  @Test
  void aPeerThatEndsIsToldWithWhatItSaid() throws IOException {
    Files.writeString(folder.resolve("heavy.query"), "{ a }");
    Path broken = folder.resolve("broken");
    Files.writeString(broken, "#!/bin/sh\necho no such flag\nexit 3\n");
    assertThat(broken.toFile().setExecutable(true)).isTrue();

    try (var peers = new Peers(SCRIPTS, new Stubs(folder))) {
      assertThatThrownBy(() -> peers.start(at("--hive-router", broken), figures))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("hive-router does not answer; it said:\nno such flag");
    }
  }

  private static Function<String, Optional<String>> at(String option, Path path) {
    return asked -> asked.equals(option) ? Optional.of(path.toString()) : Optional.empty();
  }
}
