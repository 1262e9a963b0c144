package ai.kompl.federation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.testkit.Federation;
import ai.kompl.federation.testkit.StubSubgraph;
import ai.kompl.federation.testkit.StubSubgraph.Resolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * How many different values of contexts one call carries is bounded; what is beyond is an error.
 */
class ContextBoundTest {
  private static final int MOST = 256;
  private static final String SDL =
      """
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.8",
        import: ["@key", "@context", "@fromContext"])
      type Query { groups: [Group!]! }
      type Group @context(name: "group") { label: Int! item: Item }
      type Item @key(fields: "id") {
        id: ID!
        name: String
        value(label: Int! @fromContext(field: "$group { label }")): Int
      }
      """;

  private static Federation groups(int count) {
    Map<String, Object> item =
        Map.of(
            "id",
            "1",
            "name",
            "N",
            "value",
            (Resolver) field -> field.<Object>getArgument("label"));
    List<Object> groups = new ArrayList<>();
    for (int label = 0; label < count; label++) {
      groups.add(Map.of("label", label, "item", item));
    }
    return Federation.inProcess(
        List.of(new StubSubgraph("groups", SDL, Map.of("groups", groups), _ -> item)));
  }

  @Test
  void asManyValuesAsAreAllowedComeInOneCall() {
    try (Federation federation = groups(MOST)) {
      String answer = federation.run("{ groups { item { name value } } }", Map.of());

      assertThat(answer)
          .contains("{\"item\":{\"name\":\"N\",\"value\":" + (MOST - 1) + "}}")
          .doesNotContain("errors");
      assertThat(federation.takeCalls()).hasSize(2);
    }
  }

  @Test
  void moreThanAreAllowedAreRefusedWithoutACall() {
    try (Federation federation = groups(MOST + 1)) {
      String answer = federation.run("{ groups { item { name value } } }", Map.of());

      assertThat(answer)
          .contains("{\"item\":{\"name\":\"N\",\"value\":null}}")
          .contains("\"code\":\"SUBREQUEST_TOO_MANY_CONTEXTS\"")
          .contains("\"path\":[\"groups\"");
      assertThat(federation.takeCalls()).hasSize(1);
    }
  }
}
