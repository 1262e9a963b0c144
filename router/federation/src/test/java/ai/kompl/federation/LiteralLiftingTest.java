package ai.kompl.federation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.json.JsonBuffer;
import ai.kompl.federation.json.JsonValues;
import ai.kompl.federation.testkit.Federation;
import ai.kompl.federation.testkit.StubSubgraph;
import graphql.schema.DataFetchingEnvironment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations that differ in literals only share one plan, and answer as they always did. */
class LiteralLiftingTest {
  private static final String SDL =
      """
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
      scalar Any
      enum Kind { BIG SMALL }
      input Size { width: Int! height: Float = 1.5 unit: String }
      input Wanted { kind: Kind sizes: [Size!] not: Wanted tags: [[String]] extra: Any }
      input One @oneOf { id: ID name: String }
      interface Thing { text(id: ID, plain: Boolean, rate: Float): String }
      type Query {
        echo(id: ID, kind: Kind, wanted: Wanted, any: Any, count: Int, one: One): String
        thing: Thing
        box: Box
      }
      type Box implements Thing @key(fields: "id") {
        id: ID!
        text(id: ID, plain: Boolean, rate: Float): String
        box(count: Int): Box
      }
      """;

  private final StubSubgraph things =
      new StubSubgraph(
          "things",
          SDL,
          Map.of(
              "echo", (StubSubgraph.Resolver) LiteralLiftingTest::arguments,
              "thing", box(),
              "box", box()),
          _ -> box());
  private final Federation federation = Federation.inProcess(List.of(things));

  private static String arguments(DataFetchingEnvironment field) {
    return new TreeMap<>(field.getArguments()).toString();
  }

  private static Map<String, Object> box() {
    return Map.of(
        "__typename",
        "Box",
        "id",
        "1",
        "text",
        (StubSubgraph.Resolver) LiteralLiftingTest::arguments,
        "box",
        (StubSubgraph.Resolver) field -> box());
  }

  /** The engine's answer, which must be what the subgraph itself answers to the document. */
  private String same(String query, Map<String, @Nullable Object> variables) {
    JsonBuffer request = new JsonBuffer(256);
    JsonValues.write(Map.of("query", query, "variables", variables), request);
    String alone = new String(things.answer(text(request)), StandardCharsets.UTF_8);

    String answer = federation.run(query, variables);

    assertThat(answer).as(query).isEqualTo(alone).doesNotContain("errors");
    return answer;
  }

  private static String text(JsonBuffer json) {
    return new String(json.toByteArray(), StandardCharsets.UTF_8);
  }

  /** The documents that the subgraph has got, each once. */
  private Set<String> documents() {
    return Set.copyOf(federation.takeCalls());
  }

  @Test
  void operationsThatDifferInLiteralsShareOnePlan() {
    for (int i = 0; i < 20; i++) {
      same(
          "query Q { echo(id: \"%d\", count: %d, kind: %s) box { box(count: %d) { id } } }"
              .formatted(i, i * 7, i % 2 == 0 ? "BIG" : "SMALL", -i - 1),
          Map.of());
    }

    assertThat(federation.engine().preparedOperations()).isEqualTo(20);
    assertThat(federation.engine().plannedOperations()).isEqualTo(1);
    assertThat(documents()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id: 7",
        "id: \"a \\\"quoted\\\" \\u00e9\"",
        "id: \"\"\"a block\n  of text\"\"\"",
        "id: null, count: null, kind: null, wanted: null, any: null",
        "count: 0, kind: BIG",
        "any: \"text\"",
        "any: 12345678901234567890",
        "any: {a: [1, \"b\", {c: 1.50}], d: true}",
        "wanted: {kind: SMALL, sizes: [{width: 1}, {width: 2, height: 2, unit: null}]}",
        "wanted: {sizes: {width: 3}}",
        "wanted: {not: {not: {sizes: []}}, tags: [[\"a\"], [\"b\", null], null]}",
        "wanted: {kind: BIG, extra: {any: [1]}, not: {tags: [[\"x\"]]}}",
        "one: {id: 1}",
        "one: {name: \"n\"}"
      })
  void everyKindOfLiteralMeansWhatItMeantInItsPlace(String arguments) {
    same("{ echo(" + arguments + ") }", Map.of());
  }

  @Test
  void aListOrObjectKeepsTheVariablesOfTheClient() {
    String query =
        """
        query Q($width: Int!, $unit: String, $tag: String = "t", $kind: Kind) {
          echo(wanted: {kind: $kind, sizes: [{width: $width, unit: $unit}, {width: %d, height: %d}],
            tags: [[$tag, "%d"]]})
        }
        """;

    for (int i = 1; i < 4; i++) {
      same(query.formatted(i, i, i), Map.of("width", 9));
      same(query.formatted(i, i, i), Map.of("width", 9, "unit", "m", "tag", "u", "kind", "BIG"));
    }

    assertThat(federation.engine().plannedOperations()).isEqualTo(1);
  }

  @Test
  void fieldsThatCouldBeMergedStillAre() {
    same(
        """
        { thing { text(id: 1, plain: true) ... on Box { text(id: 1, plain: true) id } }
          ...A ...B }
        fragment A on Query { box { box(count: 2) { id } } }
        fragment B on Query { box { box(count: 2) { text(rate: 1) } } }
        """,
        Map.of());
  }

  @Test
  void equalLiteralsOfDifferentTypesAreKeptApart() {
    same("{ echo(id: 1, count: 1, any: \"1\") box { text(id: 1, rate: 1) } }", Map.of());
  }

  @Test
  void namesDoNotClashWithTheClients() {
    String query =
        "query Q($literal_0: Int, $_literal_1: ID) { echo(count: $literal_0, id: $_literal_1, kind: BIG) }";

    String answer = same(query, Map.of("literal_0", 5, "_literal_1", "x"));

    assertThat(answer).contains("count=5, id=x, kind=BIG");
  }

  @Test
  void aValueThatAClientSendsForALiteralIsIgnored() {
    String answer = federation.run("{ echo(count: 1) }", Map.of("literal_0", 2, "_literal_0", 3));

    assertThat(answer).contains("count=1");
  }

  @Test
  void whatDecidesOnThePlanIsNotLifted() {
    same("{ box { id @include(if: true) text @skip(if: true) } }", Map.of());
    same("{ box { id @include(if: true) text @skip(if: false) } }", Map.of());

    assertThat(federation.engine().plannedOperations()).isEqualTo(2);
    assertThat(federation.run("{ __type(name: \"Box\") { name } }", Map.of()))
        .isEqualTo("{\"data\":{\"__type\":{\"name\":\"Box\"}}}");
    assertThat(federation.run("{ __type(name: \"One\") { name } }", Map.of()))
        .isEqualTo("{\"data\":{\"__type\":{\"name\":\"One\"}}}");
  }

  @Test
  void otherOperationsOfADocumentDoNotMatter() {
    String document =
        "query A { echo(count: 1) ...F } query B { echo(count: 2) ...F }"
            + " fragment F on Query { box { box(count: 3) { id } } }";

    var first = (PreparedOperation.Executable) federation.engine().prepare(document, "A");
    var second = (PreparedOperation.Executable) federation.engine().prepare(document, "B");

    assertThat(Federation.text(federation.engine().execute(first, Map.of(), Federation.context())))
        .contains("count=1");
    assertThat(Federation.text(federation.engine().execute(second, Map.of(), Federation.context())))
        .contains("count=2");
  }

  @Test
  void rootFieldsTellTheLiteralsOfTheirOwnDocument() {
    for (int i = 0; i < 2; i++) {
      var query =
          (PreparedOperation.Executable)
              federation.engine().prepare("{ echo(count: " + i + ") }", null);

      assertThat(query.rootFields().getFirst().arguments(Map.of()))
          .hasToString("{count=" + i + "}");
    }
  }

  @Test
  void anErrorTellsThePositionInTheClientsDocument() {
    same("{ echo(count: 1) }", Map.of());

    String wrongValue = federation.run("{\n  echo(count: \"one\") }", Map.of());
    String wrongField = federation.run("{ echo(count: 3)\n nothing }", Map.of());
    String wrongVariable =
        federation.run("query Q(\n $c: Int!) { echo(count: $c, id: 1) }", Map.of());

    assertThat(wrongValue)
        .contains("GRAPHQL_VALIDATION_FAILED", "{\"line\":2,\"column\":8}")
        .doesNotContain("literal_");
    assertThat(wrongField).contains("GRAPHQL_VALIDATION_FAILED", "{\"line\":2,\"column\":2}");
    assertThat(wrongVariable).contains("VARIABLE_COERCION_FAILED", "{\"line\":2,\"column\":2}");
  }
}
