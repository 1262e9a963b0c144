package ai.kompl.federation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.composition.Composer;
import ai.kompl.federation.composition.Composition;
import ai.kompl.federation.composition.SubgraphSource;
import ai.kompl.federation.supergraph.Supergraph;
import ai.kompl.federation.testkit.Scripted;
import ai.kompl.federation.testkit.ScriptedSubgraph;
import ai.kompl.federation.transport.RequestContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents made to cost more than they look; the time limit only ends what would never end. */
@Timeout(30)
class HostileOperationsTest {
  private static final SubgraphSource PEOPLE =
      new SubgraphSource(
          "people",
          "http://people",
          """
          extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
          type Query { me: Person  find(like: Like, names: [[String]]): Person }
          type Person @key(fields: "id") { id: ID! name: String friend: Person }
          input Like { name: String like: Like }
          """);

  private final ScriptedSubgraph people =
      ScriptedSubgraph.json(
          "{\"data\":{\"me\":{\"name\":\"Ana\"},\"__proto__\":{\"name\":\"Bo\"}}}");

  private FederationEngine engine(int cachedOperations) {
    var composed = (Composition.Composed) Composer.compose(List.of(PEOPLE));
    EngineSettings standard = EngineSettings.standard();
    return FederationEngine.create(
        Supergraph.read(composed.supergraphSdl()),
        Map.of("people", people),
        new EngineSettings(
            standard.limits(),
            Duration.ofMillis(250),
            cachedOperations,
            standard.overrideLabels(),
            standard.execution()));
  }

  /** The code of the refusal, on a virtual thread as requests are; {@code none} when it runs. */
  private String code(String document) throws InterruptedException, ExecutionException {
    var task =
        new FutureTask<>(() ->
            switch (engine(8).prepare(document, null)) {
              case PreparedOperation.Executable _ -> "none";
              case PreparedOperation.Rejected rejected ->
                  String.valueOf(rejected.errors().getFirst().extensions().get("code"));
            });
    Thread.ofVirtual().start(task);
    return task.get();
  }

  private static String repeated(int times, IntStreamText each) {
    return IntStream.range(0, times).mapToObj(each::of).collect(Collectors.joining(" "));
  }

  private interface IntStreamText {
    String of(int number);
  }

  @Test
  void fragmentsThatDoubleTwentyTimesAreRefused() throws Exception {
    String fragments =
        repeated(
            20,
            level ->
                "fragment F%d on Person { a%d: friend { ...F%d } b%d: friend { ...F%d } }"
                    .formatted(level, level, level + 1, level, level + 1));
    String sameKeys =
        repeated(
            20,
            level ->
                "fragment F%d on Person { ...F%d ...F%d }".formatted(level, level + 1, level + 1));
    String last = " fragment F20 on Person { name }";

    assertThat(code("{ me { ...F0 } } " + fragments + last))
        .isIn("OPERATION_TOO_COMPLEX", "OPERATION_TOO_DEEP");
    // A million spreads of one fragment select one field: refused or answered, never expanded.
    assertThat(code("{ me { ...F0 } } " + sameKeys + last)).isIn("OPERATION_TOO_COMPLEX", "none");
  }

  @Test
  void fragmentsThatLeadBackToThemselvesAreRefused() throws Exception {
    String ring =
        repeated(
            20,
            number ->
                "fragment F%d on Person { friend { ...F%d } }"
                    .formatted(number, (number + 1) % 20));

    assertThat(code("{ me { ...F0 } } " + ring)).isEqualTo("GRAPHQL_VALIDATION_FAILED");
  }

  @Test
  void fragmentsThatOnlySpreadOneAnotherAreNotFollowedWithoutEnd() throws Exception {
    String all = repeated(20, number -> "...F" + number);
    String mutual = repeated(20, number -> "fragment F" + number + " on Person { " + all + " }");
    String doubled =
        repeated(
            60,
            level ->
                "fragment F%d on Person { ...F%d ...F%d }".formatted(level, level + 1, level + 1));

    assertThat(code("{ me { ...F0 } } " + mutual)).isEqualTo("OPERATION_TOO_COMPLEX");
    assertThat(code("{ me { ...F0 } } " + doubled)).isEqualTo("OPERATION_TOO_COMPLEX");
  }

  @Test
  void fragmentsThatNobodyUsesAreRefused() throws Exception {
    String unused = repeated(10_000, number -> "fragment F" + number + " on Person { id }");

    assertThat(code("{ me { id } } " + unused)).isEqualTo("OPERATION_TOO_LARGE");
  }

  @Test
  void tenThousandAliasesAreRefused() throws Exception {
    assertThat(code("{" + repeated(10_000, number -> "a" + number + ": me { id }") + "}"))
        .isIn("OPERATION_TOO_LARGE", "OPERATION_TOO_COMPLEX");
  }

  @Test
  void nestingIsRefusedWhereverItStands() throws Exception {
    int deep = 2_000;
    String selections = "{ me { " + "friend { ".repeat(deep) + "id " + "} ".repeat(deep) + "} }";
    String lists = "{ find(names: " + "[".repeat(deep) + "]".repeat(deep) + ") { id } }";
    String objects =
        "{ find(like: " + "{like: ".repeat(deep / 2) + "{}" + "}".repeat(deep / 2) + ") { id } }";
    String types =
        "query Q($n: " + "[".repeat(deep) + "String" + "]".repeat(deep) + ") { me { id } }";
    String spreads = "{ me { " + "... { ".repeat(deep) + "id " + "} ".repeat(deep) + "} }";

    for (String document : List.of(selections, lists, objects, types, spreads)) {
      assertThat(code(document))
          .as(document.substring(0, 40))
          .isIn("OPERATION_TOO_DEEP", "OPERATION_TOO_COMPLEX");
    }
  }

  @Test
  void floodsOfDirectivesAreRefused() throws Exception {
    assertThat(code("{ me { id " + "@include(if: true) ".repeat(900) + "} }"))
        .isIn("GRAPHQL_VALIDATION_FAILED", "OPERATION_TOO_COMPLEX", "OPERATION_TOO_LARGE");
    assertThat(code("{ me { id " + "@nothing ".repeat(2_000) + "} }"))
        .isIn("GRAPHQL_VALIDATION_FAILED", "OPERATION_TOO_COMPLEX", "OPERATION_TOO_LARGE");
  }

  @Test
  void conditionsOnThirtyVariablesNeedOnePlan() {
    String declared = repeated(30, number -> "$v" + number + ": Boolean!");
    String used =
        repeated(
            30,
            number ->
                "f%d: friend @include(if: $v%d) { name @skip(if: $v%d) }"
                    .formatted(number % 25, number, 29 - number));
    FederationEngine engine = engine(8);

    engine.prepare("query Q(" + declared + ") { me { " + used + " } }", null);

    assertThat(engine.preparedOperations()).isEqualTo(1);
  }

  @Test
  void theCacheOfOperationsStaysWithinItsBound() {
    FederationEngine engine = engine(8);

    for (int number = 0; number < 500; number++) {
      engine.prepare("{ me { k" + number + ": name } }", null);
    }

    assertThat(engine.preparedOperations()).isLessThanOrEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ _entities(representations: [{__typename: \"Person\", id: 1}]) { __typename } }",
        "{ all: _entities(representations: []) { __typename } }",
        "{ _service { sdl } }",
      })
  void theFederationFieldsOfSubgraphsCannotBeAskedFor(String document) throws Exception {
    assertThat(code(document)).isEqualTo("GRAPHQL_VALIDATION_FAILED");
  }

  @Test
  void keysWithAMeaningElsewhereAreKeysLikeAnyOther() {
    FederationEngine engine = engine(8);
    var query =
        (PreparedOperation.Executable)
            engine.prepare("{ me { constructor: name } __proto__: me { name } }", null);

    var answer =
        engine.execute(query, Map.of(), new RequestContext(Instant.now().plusSeconds(10), null));

    assertThat(new String(answer.toByteArray(), StandardCharsets.UTF_8))
        .contains("\"__proto__\":{");
  }

  @ParameterizedTest
  @ValueSource(ints = {501, 2_499})
  void aMutationThatHopsBetweenSubgraphsTooOftenIsRefused(int each) {
    FederationEngine hopping =
        Scripted.engine(
            Map.of("a", mutations("a", each), "b", mutations("b", each)),
            Map.of("a", people, "b", people));

    PreparedOperation refused =
        hopping.prepare("mutation {" + repeated(each, n -> "a" + n + " b" + n) + "}", null);

    assertThat(refused)
        .isInstanceOfSatisfying(
            PreparedOperation.Rejected.class,
            rejected ->
                assertThat(rejected.errors().getFirst().extensions())
                    .containsEntry("code", "OPERATION_TOO_COMPLEX"));
  }

  private static String mutations(String subgraph, int count) {
    return "type Query { "
        + subgraph
        + ": Int } type Mutation {"
        + repeated(count, n -> subgraph + n + ": Int")
        + "}";
  }
}
