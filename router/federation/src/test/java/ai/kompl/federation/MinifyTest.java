package ai.kompl.federation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.plan.Fetch;
import ai.kompl.federation.testkit.Federation;
import ai.kompl.federation.testkit.Store;
import ai.kompl.federation.transport.SubgraphOperation;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.Node;
import graphql.parser.Parser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a subgraph's document repeats is sent once, as a fragment, where that is shorter. */
class MinifyTest {
  private static final String PERSON = "{ id name username reviews { id body } }";

  private final Store store = new Store();

  /** A query for as many users, each with the same selection. */
  private static String users(int count, String selection) {
    StringBuilder query =
        new StringBuilder("query Q($more: Boolean!) { me @include(if: $more) { id }");
    for (int id = 0; id < count; id++) {
      query.append(" u%d: user(id: %d) ".formatted(id, id)).append(selection);
    }
    return query.append(" }").toString();
  }

  private static List<SubgraphOperation> operations(Federation federation, String query) {
    var prepared = (PreparedOperation.Executable) federation.engine().prepare(query, null);
    return Objects.requireNonNull(prepared.plan()).fetches().stream()
        .map(Fetch::operation)
        .toList();
  }

  @Test
  void aRepeatedSelectionIsSentOnce() {
    try (Federation federation = Federation.inProcess(store.subgraphs().values())) {
      String query = users(40, "{ id name username }");

      SubgraphOperation sent = operations(federation, query).getFirst();

      assertThat(sent.sentText())
          .containsPattern("user_7: user\\(id: [^)]+\\) \\{\\.\\.\\._0}")
          .endsWith(" fragment _0 on User {id name username}");
      assertThat(sent.sentText().length()).isLessThan(sent.text().length() - 300);
      assertThat(sent.text()).doesNotContain("fragment");
    }
  }

  @Test
  void aShortDocumentIsSentAsItIs() {
    try (Federation federation = Federation.inProcess(store.subgraphs().values())) {
      String query = users(10, "{ id name username }");

      SubgraphOperation sent = operations(federation, query).getFirst();

      assertThat(sent.sentText()).isEqualTo(sent.text());
    }
  }

  @Test
  void aSelectionThatIsShorterThanAFragmentStaysInItsPlace() {
    try (Federation federation = Federation.inProcess(store.subgraphs().values())) {
      SubgraphOperation sent = operations(federation, users(60, "{ id }")).getFirst();

      assertThat(sent.text().length()).isGreaterThan(1024);
      assertThat(sent.sentText()).isEqualTo(sent.text());
    }
  }

  @Test
  void conditionsAndVariablesKeepTheirPlaceInFragments() {
    String query = users(40, PERSON.replace(" name ", " name @include(if: $more) "));
    try (Federation near = Federation.inProcess(store.subgraphs().values());
        Federation far = Federation.overHttp(store.subgraphs().values())) {
      for (boolean more : new boolean[] {true, false}) {
        String expected = near.run(query, Map.of("more", more));

        String answer = far.run(query, Map.of("more", more));

        assertThat(answer).isEqualTo(expected).doesNotContain("errors");
        assertThat(answer.contains("\"name\":")).isEqualTo(more);
      }
      assertThat(operations(far, query))
          .anySatisfy(sent -> assertThat(sent.sentText()).contains("fragment _0", "@include(if:"));
    }
  }

  @Test
  void fragmentsWithinFragmentsAreEachWrittenOnce() {
    String inner =
        PERSON.replace("body", "body author { id name username } product { upc name price }");
    try (Federation near = Federation.inProcess(store.subgraphs().values());
        Federation far = Federation.overHttp(store.subgraphs().values())) {
      String query = users(30, inner);

      String answer = far.run(query, Map.of("more", true));

      assertThat(answer).isEqualTo(near.run(query, Map.of("more", true))).doesNotContain("errors");
      for (SubgraphOperation sent : operations(far, query)) {
        List<String> spreads = new ArrayList<>();
        List<FragmentDefinition> fragments =
            new Parser()
                .parseDocument(sent.sentText())
                .getDefinitionsOfType(FragmentDefinition.class);
        collect(new Parser().parseDocument(sent.sentText()), spreads);
        assertThat(sent.sentText().length()).isLessThanOrEqualTo(sent.text().length());
        assertThat(fragments)
            .allSatisfy(fragment ->
                assertThat(spreads).filteredOn(fragment.getName()::equals).hasSizeGreaterThan(1));
      }
    }
  }

  private static void collect(Node<?> node, List<String> spreads) {
    if (node instanceof FragmentSpread spread) {
      spreads.add(spread.getName());
    }
    node.getChildren().forEach(child -> collect(child, spreads));
  }
}
