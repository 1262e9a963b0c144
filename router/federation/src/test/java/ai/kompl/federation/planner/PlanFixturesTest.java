package ai.kompl.federation.planner;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.composition.Composer;
import ai.kompl.federation.composition.Composition;
import ai.kompl.federation.composition.SubgraphSource;
import ai.kompl.federation.graph.QueryGraph;
import ai.kompl.federation.operation.DocumentReader;
import ai.kompl.federation.operation.Limits;
import ai.kompl.federation.operation.Normalizer;
import ai.kompl.federation.plan.PlanPrinter;
import ai.kompl.federation.supergraph.Supergraph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each file in {@code plans} holds subgraphs, an operation and the plan that is expected of them.
 * {@link #main} writes the plans anew; the difference is then read before it is kept.
 */
class PlanFixturesTest {
  private static final String LINK =
      "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.9\", import: [\"@key\","
          + " \"@shareable\", \"@external\", \"@requires\", \"@provides\", \"@override\","
          + " \"@interfaceObject\", \"@inaccessible\"])\n";

  @TestFactory
  Stream<DynamicTest> plansAreAsWritten() throws IOException, URISyntaxException {
    Path folder =
        Path.of(Objects.requireNonNull(PlanFixturesTest.class.getResource("/plans")).toURI());
    return files(folder).stream()
        .map(file ->
            DynamicTest.dynamicTest(
                String.valueOf(file.getFileName()),
                () -> {
                  Map<String, String> parts = parts(file);
                  assertThat(plan(parts)).isEqualTo(parts.get("plan"));
                }));
  }

  /** Writes the plans of all fixtures in the given folder anew. */
  public static void main(String[] arguments) throws IOException {
    for (Path file : files(Path.of(arguments[0]))) {
      String text = Files.readString(file);
      int end = text.indexOf("--- plan\n");
      String head = end < 0 ? text : text.substring(0, end);
      Files.writeString(file, head + "--- plan\n" + plan(parts(file)));
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static Map<String, String> parts(Path file) {
    try {
      Map<String, String> parts = new LinkedHashMap<>();
      for (String part : Files.readString(file).split("(?m)^--- ", -1)) {
        int line = part.indexOf('\n');
        parts.put(part.substring(0, line), part.substring(line + 1));
      }
      return parts;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String plan(Map<String, String> parts) {
    List<SubgraphSource> sources = new ArrayList<>();
    parts.forEach((name, text) -> {
      if (name.startsWith("subgraph ")) {
        String subgraph = name.substring("subgraph ".length());
        sources.add(new SubgraphSource(subgraph, "http://" + subgraph, LINK + text));
      }
    });
    Supergraph supergraph =
        switch (Composer.compose(sources)) {
          case Composition.Composed composed -> Supergraph.read(composed.supergraphSdl());
          case Composition.Refused refused ->
              throw new IllegalStateException(refused.errors().toString());
        };
    Set<String> labels =
        parts.containsKey("labels")
            ? Set.of(parts.getOrDefault("labels", "").trim().split("\n"))
            : Set.of();
    DocumentReader reader = new DocumentReader(supergraph.apiSchema(), Limits.standard());
    String document = parts.getOrDefault("operation", "");
    return PlanPrinter.print(
        new Planner(new QueryGraph(supergraph.schema(), labels), Duration.ofSeconds(5))
            .plan(new Normalizer(supergraph, reader.read(document, null), true).normalize()));
  }
}
