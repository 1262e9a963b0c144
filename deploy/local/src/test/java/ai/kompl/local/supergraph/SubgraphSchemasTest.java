package ai.kompl.local.supergraph;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.composition.Composer;
import ai.kompl.federation.composition.Composition;
import ai.kompl.federation.composition.SubgraphSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SubgraphSchemasTest {
  @Test
  void theCheckedInSchemasOfAllSubgraphsCompose() throws IOException {
    List<SubgraphSource> sources =
        schemas(Path.of(System.getProperty("kompl.root", ".")).resolve("subgraphs"));

    Composition composition = Composer.compose(sources);

    assertThat(sources).isNotEmpty();
    assertThat(composition).as(composition.toString()).isInstanceOf(Composition.Composed.class);
  }

  private static List<SubgraphSource> schemas(Path subgraphs) throws IOException {
    List<SubgraphSource> found = new ArrayList<>();
    try (Stream<Path> rooms = Files.list(subgraphs)) {
      for (Path room : rooms.sorted().toList()) {
        String name = String.valueOf(room.getFileName());
        Path file = room.resolve("src/main/resources/schema").resolve(name + ".graphqls");
        if (Files.exists(file)) {
          found.add(new SubgraphSource(name, "", Files.readString(file)));
        }
      }
    }
    return found;
  }
}
