package ai.kompl.federation.composition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Subgraphs in one text file: each starts with a line {@code --- name}. A subgraph gets a link to
 * federation 2.9 with all imports unless it links federation itself or says {@code # federation 1}.
 */
record CompositionFixture(String name, List<SubgraphSource> subgraphs) {
  private static final String LINK =
      "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.9\", import: [\"@key\", \"@requires\", \"@provides\", \"@external\", \"@tag\", \"@extends\", \"@shareable\", \"@inaccessible\", \"@override\", \"@composeDirective\", \"@interfaceObject\", \"@authenticated\", \"@requiresScopes\", \"@policy\", \"@cost\", \"@listSize\"])\n";

  static CompositionFixture read(Path file) throws IOException {
    List<SubgraphSource> subgraphs = new ArrayList<>();
    String text = "\n" + Files.readString(file);
    for (String part : text.split("\n--- ", -1)) {
      if (part.isBlank()) {
        continue;
      }
      int end = part.indexOf('\n');
      subgraphs.add(
          new SubgraphSource(part.substring(0, end).strip(), "", linked(part.substring(end + 1))));
    }
    String name = String.valueOf(file.getFileName());
    return new CompositionFixture(name.substring(0, name.lastIndexOf('.')), subgraphs);
  }

  static String linked(String sdl) {
    return sdl.contains("specs.apollo.dev/federation") || sdl.contains("# federation 1")
        ? sdl
        : LINK + sdl;
  }
}
