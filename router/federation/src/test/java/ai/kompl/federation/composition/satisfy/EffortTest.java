package ai.kompl.federation.composition.satisfy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.composition.contract.VisibleSchema;
import ai.kompl.federation.composition.merge.MergedSchema;
import ai.kompl.federation.composition.merge.Merger;
import ai.kompl.federation.composition.problem.CompositionError;
import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.SdlReader;
import ai.kompl.federation.composition.subgraph.Subgraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the check costs, in steps, so that the machine does not matter. */
class EffortTest {
  private static final String LINK =
      "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.9\", import: [\"@key\", \"@shareable\"])\n";

  private final ProblemSink sink = new ProblemSink();

  /**
   * Each of the 60 entities is met at each of its 40 subgraphs, which all have the same in reach:
   * its 82 fields are looked up in 40 subgraphs once, not once for each subgraph it is met at.
   */
  @Test
  void subgraphsThatShareAllEntitiesTakeAFewStepsAFieldAndSubgraph() {
    MergedSchema merged = merged(dense(40, 60));

    long steps = check(merged, Satisfiability.MAX_STEPS);

    long fieldsInSubgraphs = 60L * 82 * 40;
    assertThat(sink.errors()).isEmpty();
    assertThat(steps).isBetween(fieldsInSubgraphs, 5 * fieldsInSubgraphs);
  }

  /** Fields times subgraphs grow by 2 * 2 * 2 when both numbers are doubled. */
  @Test
  void stepsGrowLikeFieldsTimesSubgraphs() {
    long small = check(merged(dense(10, 15)), Satisfiability.MAX_STEPS);
    long large = check(merged(dense(20, 30)), Satisfiability.MAX_STEPS);

    assertThat(large).isBetween(6 * small, 10 * small);
  }

  @Test
  void aChoiceAtEachLevelIsGivenUpAtTheLimit() {
    MergedSchema merged = merged(choices(15));

    long steps = check(merged, 1_000_000);

    assertThat(steps).isBetween(1_000_000L, 1_100_000L);
    assertThat(sink.errors())
        .singleElement()
        .satisfies(error -> {
          assertThat(error.code()).isEqualTo(ErrorCode.MAX_VALIDATION_SUBGRAPH_PATHS_EXCEEDED);
          assertThat(error.coordinates()).containsExactly("T15");
          assertThat(error.subgraphs()).hasSize(30);
        });
  }

  @Test
  void fewerChoicesAreCheckedToTheEnd() {
    check(merged(choices(8)), 1_000_000);

    assertThat(sink.errors()).extracting(CompositionError::toString).isEmpty();
  }

  private long check(MergedSchema merged, long maxSteps) {
    return Satisfiability.check(merged, VisibleSchema.of(merged.schema()), sink, maxSteps);
  }

  private MergedSchema merged(List<String> sources) {
    SdlReader reader = new SdlReader(sink);
    List<Subgraph> subgraphs =
        IntStream.range(0, sources.size())
            .mapToObj(graph ->
                Objects.requireNonNull(reader.read("s" + graph, "", LINK + sources.get(graph))))
            .toList();
    MergedSchema merged = new Merger(subgraphs, sink).merge();
    assertThat(sink.errors()).isEmpty();
    return merged;
  }

  /** Subgraphs that all share the entities and point from each at another. */
  private static List<String> dense(int graphs, int types) {
    List<String> sources = new ArrayList<>();
    for (int graph = 0; graph < graphs; graph++) {
      StringBuilder sdl = new StringBuilder("type Query { q%1$d: T%1$d }\n".formatted(graph));
      for (int type = 0; type < types; type++) {
        sdl.append(
            "type T%d @key(fields: \"id\") { id: ID f%d: Int next%d: T%d }\n"
                .formatted(type, graph, graph, (type * 7 + graph) % types));
      }
      sources.add(sdl.toString());
    }
    return sources;
  }

  /**
   * A chain of value types over two subgraphs a level; each level offers two fields, of which one
   * is missing in the first and one in the second of them. So each path leaves another set of
   * subgraphs, and none holds another.
   */
  private static List<String> choices(int levels) {
    return IntStream.range(0, 2 * levels)
        .mapToObj(graph ->
            "type Query { start: T0 @shareable }\n"
                + IntStream.range(0, levels)
                    .mapToObj(level -> choice(graph, level))
                    .collect(Collectors.joining())
                + "type T"
                + levels
                + " @shareable { x: Int }\n")
        .toList();
  }

  private static String choice(int graph, int level) {
    String next = "T" + (level + 1);
    return "type T%d @shareable { %s%s}\n"
        .formatted(
            level,
            graph == 2 * level ? "" : "a: " + next + " ",
            graph == 2 * level + 1 ? "" : "b: " + next + " ");
  }
}
