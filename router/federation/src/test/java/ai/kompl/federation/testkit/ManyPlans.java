package ai.kompl.federation.testkit;

import ai.kompl.federation.composition.Composer;
import ai.kompl.federation.composition.Composition;
import ai.kompl.federation.composition.SubgraphSource;
import ai.kompl.federation.supergraph.Supergraph;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The shape on which planners that list plans drown: a node in seven subgraphs, each of its fields
 * in four of them, and a query four levels deep with four fields at each.
 */
public final class ManyPlans {
  private static final int SUBGRAPHS = 7;
  private static final int FIELDS = 7;
  private static final int EACH = 4;
  private static final int LEVELS = 4;

  private final Random random = new Random(20_250_901);
  private final Supergraph supergraph = compose();
  private final String query = "{ node " + selection(LEVELS) + " }";

  /** The composed schema, the same each time. */
  public Supergraph supergraph() {
    return supergraph;
  }

  /** The query, the same each time. */
  public String query() {
    return query;
  }

  private List<Integer> some(int of) {
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, of).boxed().toList());
    Collections.shuffle(numbers, random);
    return numbers.subList(0, EACH);
  }

  private Supergraph compose() {
    List<StringBuilder> fields =
        IntStream.range(0, SUBGRAPHS).mapToObj(_ -> new StringBuilder()).toList();
    for (int field = 0; field < FIELDS; field++) {
      String both = " n%d: Node @shareable f%d: String @shareable".formatted(field, field);
      some(SUBGRAPHS).forEach(subgraph -> fields.get(subgraph).append(both));
    }
    List<SubgraphSource> subgraphs = new ArrayList<>();
    for (int number = 0; number < SUBGRAPHS; number++) {
      String sdl =
          """
          extend schema
            @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])
          type Query { node: Node @shareable }
          type Node @key(fields: "id") { id: ID! %s }
          """
              .formatted(fields.get(number));
      subgraphs.add(new SubgraphSource("sub" + number, "http://sub" + number, sdl));
    }
    var composed = (Composition.Composed) Composer.compose(subgraphs);
    return Supergraph.read(composed.supergraphSdl());
  }

  private String selection(int levels) {
    String inner =
        some(FIELDS).stream()
            .map(field -> levels == 0 ? "f" + field : "n" + field + " " + selection(levels - 1))
            .collect(Collectors.joining(" "));
    return "{ " + inner + " }";
  }
}
