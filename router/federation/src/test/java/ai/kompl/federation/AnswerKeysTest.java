package ai.kompl.federation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.testkit.Federation;
import ai.kompl.federation.testkit.Scripted;
import ai.kompl.federation.testkit.ScriptedSubgraph;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which keys an answer has, and in which order (GraphQL specification, 6.3.2: CollectFields). */
class AnswerKeysTest {
  private static final Map<String, String> PETS =
      Map.of(
          "pets",
          """
          type Query { pets: [Pet!]! cat: Cat n: Int m: Int }
          union Pet = Cat | Dog
          type Cat { name: String size: Int toy: Toy }
          type Dog { name: String size: Int toy: Toy }
          type Toy { colour: String weight: Int }
          """);
  private final ScriptedSubgraph pets =
      ScriptedSubgraph.json(
          "{\"data\":{\"n\":1,\"m\":2,\"cat\":{\"toy\":{\"colour\":\"red\",\"weight\":3}},\"pets\":["
              + "{\"__typename\":\"Cat\",\"name\":\"Tom\",\"size\":1,\"toy\":{\"colour\":\"red\",\"weight\":3}},"
              + "{\"__typename\":\"Dog\",\"name\":\"Rex\",\"size\":2,\"toy\":{\"colour\":\"blue\",\"weight\":4}}]}}");
  private final FederationEngine engine = Scripted.engine(PETS, Map.of("pets", pets));

  private String run(String query, Map<String, @Nullable Object> variables) {
    return Federation.text(
        engine.execute(Scripted.prepared(engine, query), variables, Federation.context()));
  }

  @Test
  void keysStandInTheOrderInWhichEachTypeMeetsThem() {
    String answer = run("{ pets { ... on Cat { name size } ... on Dog { size name } } }", Map.of());

    assertThat(answer)
        .isEqualTo(
            "{\"data\":{\"pets\":[{\"name\":\"Tom\",\"size\":1},{\"size\":2,\"name\":\"Rex\"}]}}");
  }

  @Test
  void keysOfMergedSelectionsStandInTheOrderInWhichEachTypeMeetsThem() {
    String answer =
        run(
            """
            { pets {
                ... on Dog { toy { weight } }
                ... on Cat { toy { colour } }
                ... on Dog { toy { colour } }
                ... on Cat { toy { weight } } } }
            """,
            Map.of());

    assertThat(answer)
        .isEqualTo(
            "{\"data\":{\"pets\":[{\"toy\":{\"colour\":\"red\",\"weight\":3}},"
                + "{\"toy\":{\"weight\":4,\"colour\":\"blue\"}}]}}");
  }

  @Test
  void aKeyThatIsSkippedWhereItStandsFirstStandsWhereItIsMetNext() {
    String query = "query Q($first: Boolean!) { n @include(if: $first) m n }";

    assertThat(run(query, Map.of("first", true))).isEqualTo("{\"data\":{\"n\":1,\"m\":2}}");
    assertThat(run(query, Map.of("first", false))).isEqualTo("{\"data\":{\"m\":2,\"n\":1}}");
  }

  @Test
  void aliasesOfOneFieldWithEqualArgumentsAreAllAnswered() {
    String answer =
        run("{ a: n b: n cat { x: toy { colour } y: toy { c: colour weight } } }", Map.of());

    assertThat(answer)
        .isEqualTo(
            "{\"data\":{\"a\":1,\"b\":1,\"cat\":{\"x\":{\"colour\":\"red\"},\"y\":{\"c\":\"red\",\"weight\":3}}}}");
  }

  @Test
  void anErrorNamesTheAliasThatTheClientSees() {
    ScriptedSubgraph failing =
        ScriptedSubgraph.json(
            "{\"data\":{\"n\":null},\"errors\":[{\"message\":\"no\",\"path\":[\"n\"]}]}");
    FederationEngine broken = Scripted.engine(PETS, Map.of("pets", failing));
    var query = Scripted.prepared(broken, "query Q($a: Boolean!) { a: n @include(if: $a) b: n }");

    String answer =
        Federation.text(broken.execute(query, Map.of("a", false), Federation.context()));

    assertThat(answer).startsWith("{\"data\":{\"b\":null},").contains("\"path\":[\"b\"]");
  }
}
