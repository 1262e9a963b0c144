package ai.kompl.federation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.testkit.Federation;
import ai.kompl.federation.testkit.StubSubgraph;
import ai.kompl.federation.testkit.StubSubgraph.Resolver;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments that a subgraph takes from the objects around a field. */
class ContextTest {
  private static final String LINK =
      """
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.8",
        import: ["@key", "@external", "@requires", "@shareable", "@context", "@fromContext"])
      """;

  private static final String SHOPS =
      LINK
          + """
          type Query { shops: [Shop!]! shop(id: ID!): Shop spot: Spot spots: [Spot] }
          type Shop @key(fields: "id") @context(name: "place") {
            id: ID! country: String @external items: [Item!]! branch: Shop rooms: [Room!]!
          }
          type Room { no: Int! items: [Item!]! }
          type Fair @key(fields: "id") @context(name: "place") { id: ID! land: String items: [Item!]! }
          union Spot = Shop | Fair
          type Part @key(fields: "id") {
            id: ID!
            cost(country: String @fromContext(field: "$place ... on Shop { country } ... on Fair { land }")): String
          }
          type Item @key(fields: "id") {
            id: ID!
            name: String
            price(country: String @fromContext(field: "$place ... on Shop { country } ... on Fair { land }")): String
            tax(rate: Int, country: String @fromContext(field: "$place ... on Shop { country } ... on Fair { land }")): String
          }
          """;

  private static final String STRICT =
      LINK
          + """
          type Query { outer: Outer! }
          type Outer @context(name: "mood") { mood: String! strict: [Leaf!]! inner: Inner text(say: String): String }
          type Inner @key(fields: "id") @context(name: "mood") { id: ID! mood: String! @external leaf: Leaf }
          type Leaf @key(fields: "id") {
            id: ID!
            mood(is: String! @fromContext(field: "$mood { mood }")): String
          }
          """;

  private static final String COUNTRIES =
      LINK
          + """
          type Query { ping: Int }
          type Shop @key(fields: "id") { id: ID! country: String }
          type Item @key(fields: "id") { id: ID! part: Part }
          type Part @key(fields: "id") { id: ID! }
          """;

  private static final Map<String, @Nullable String> COUNTRY = countries();

  private static Map<String, @Nullable String> countries() {
    Map<String, @Nullable String> countries = new LinkedHashMap<>();
    countries.put("s1", "de");
    countries.put("s2", "fr");
    countries.put("s3", "de");
    countries.put("s4", null);
    return countries;
  }

  private static Map<String, Object> item(String id) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("__typename", "Item");
    item.put("id", id);
    item.put("name", "Item " + id);
    item.put("price", (Resolver) field -> id + " in " + field.getArgument("country"));
    item.put(
        "tax",
        (Resolver)
            field ->
                id + " at " + field.getArgument("rate") + " in " + field.getArgument("country"));
    return item;
  }

  private static Map<String, Object> part(String id) {
    return Map.of(
        "__typename",
        "Part",
        "id",
        id,
        "cost",
        (Resolver) field -> id + " in " + field.getArgument("country"));
  }

  private static Map<String, Object> shop(String id, String... items) {
    Map<String, Object> shop = new LinkedHashMap<>();
    shop.put("__typename", "Shop");
    shop.put("id", id);
    shop.put("items", List.of(items).stream().map(ContextTest::item).toList());
    shop.put("rooms", List.of(Map.of("no", 1, "items", List.of(item("r-" + id)))));
    if (id.equals("s1")) {
      shop.put("branch", shop("s2", "b1"));
    }
    return shop;
  }

  private static Map<String, Object> fair() {
    return Map.of(
        "__typename", "Fair", "id", "f1", "land", "it", "items", List.of(item("i1"), item("i9")));
  }

  private static List<StubSubgraph> subgraphs() {
    List<Map<String, Object>> shops =
        List.of(shop("s1", "i1", "i2"), shop("s2", "i1", "i3"), shop("s3", "i4"), shop("s4", "i5"));
    StubSubgraph places =
        new StubSubgraph(
            "shops",
            SHOPS,
            Map.of(
                "shops",
                shops,
                "shop",
                (Resolver)
                    field ->
                        shops.stream()
                            .filter(shop -> Objects.equals(shop.get("id"), field.getArgument("id")))
                            .findFirst()
                            .orElse(null),
                "spots",
                List.of(shops.getFirst(), fair(), shops.get(1))),
            sent ->
                switch (String.valueOf(sent.get("__typename"))) {
                  case "Item" -> item(String.valueOf(sent.get("id")));
                  case "Part" -> part(String.valueOf(sent.get("id")));
                  default -> shop(String.valueOf(sent.get("id")));
                });
    StubSubgraph countries =
        new StubSubgraph(
            "countries",
            COUNTRIES,
            Map.of("ping", 1),
            sent -> {
              Map<String, @Nullable Object> shop = new LinkedHashMap<>();
              shop.put("id", sent.get("id"));
              shop.put("country", COUNTRY.get(String.valueOf(sent.get("id"))));
              shop.put("part", Map.of("id", "p"));
              return shop;
            });
    return List.of(places, countries);
  }

  private static Federation federation(boolean inProcess) {
    return inProcess ? Federation.inProcess(subgraphs()) : Federation.overHttp(subgraphs());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void eachItemOfAListTakesTheContextOfItsOwnParent(boolean inProcess) {
    try (Federation federation = federation(inProcess)) {

      String answer = federation.runChecked("{ shops { items { id price } } }", Map.of());

      assertThat(answer)
          .isEqualTo(
              "{\"data\":{\"shops\":["
                  + "{\"items\":[{\"id\":\"i1\",\"price\":\"i1 in de\"},{\"id\":\"i2\",\"price\":\"i2 in de\"}]},"
                  + "{\"items\":[{\"id\":\"i1\",\"price\":\"i1 in fr\"},{\"id\":\"i3\",\"price\":\"i3 in fr\"}]},"
                  + "{\"items\":[{\"id\":\"i4\",\"price\":\"i4 in de\"}]},"
                  + "{\"items\":[{\"id\":\"i5\",\"price\":\"i5 in null\"}]}]}}");
      assertThat(federation.takeCalls()).hasSize(3);
    }
  }

  @Test
  void whatAnEntityHoldsIsNotSharedByObjectsInDifferentContexts() {
    try (Federation federation = federation(true)) {

      String answer = federation.runChecked("{ shops { items { part { cost } } } }", Map.of());

      assertThat(answer)
          .isEqualTo(
              "{\"data\":{\"shops\":["
                  + "{\"items\":[{\"part\":{\"cost\":\"p in de\"}},{\"part\":{\"cost\":\"p in de\"}}]},"
                  + "{\"items\":[{\"part\":{\"cost\":\"p in fr\"}},{\"part\":{\"cost\":\"p in fr\"}}]},"
                  + "{\"items\":[{\"part\":{\"cost\":\"p in de\"}}]},"
                  + "{\"items\":[{\"part\":{\"cost\":\"p in null\"}}]}]}}");
    }
  }

  @Test
  void oneContextValueNeedsNoCopyOfTheLookup() {
    try (Federation federation = federation(true)) {

      String answer =
          federation.runChecked(
              "{ shop(id: \"s1\") { items { name price tax(rate: 7) } } }", Map.of());

      assertThat(answer)
          .isEqualTo(
              "{\"data\":{\"shop\":{\"items\":["
                  + "{\"name\":\"Item i1\",\"price\":\"i1 in de\",\"tax\":\"i1 at 7 in de\"},"
                  + "{\"name\":\"Item i2\",\"price\":\"i2 in de\",\"tax\":\"i2 at 7 in de\"}]}}}");
      assertThat(federation.takeCalls().getLast()).containsOnlyOnce("_entities(representations:");
    }
  }

  @Test
  void aNestedObjectThatSetsTheContextHidesTheOneAroundIt() {
    try (Federation federation = federation(true)) {

      String answer =
          federation.runChecked(
              "{ shop(id: \"s1\") { items { price } branch { items { price } } rooms { items { price } } } }",
              Map.of());

      assertThat(answer)
          .isEqualTo(
              "{\"data\":{\"shop\":{\"items\":[{\"price\":\"i1 in de\"},{\"price\":\"i2 in de\"}],"
                  + "\"branch\":{\"items\":[{\"price\":\"b1 in fr\"}]},"
                  + "\"rooms\":[{\"items\":[{\"price\":\"r-s1 in de\"}]}]}}}");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyMemberOfAUnionGivesTheContextInItsOwnWay(boolean inProcess) {
    try (Federation federation = federation(inProcess)) {

      String answer =
          federation.runChecked(
              "{ spots { ... on Shop { items { price } } ... on Fair { items { price } } } }",
              Map.of());

      assertThat(answer)
          .isEqualTo(
              "{\"data\":{\"spots\":[{\"items\":[{\"price\":\"i1 in de\"},{\"price\":\"i2 in de\"}]},"
                  + "{\"items\":[{\"price\":\"i1 in it\"},{\"price\":\"i9 in it\"}]},"
                  + "{\"items\":[{\"price\":\"i1 in fr\"},{\"price\":\"i3 in fr\"}]}]}}");
    }
  }

  @Test
  void aPlanInApollosFormTellsWhereEachMemberGivesTheContext() {
    try (Federation federation = federation(true)) {

      String plan =
          federation
              .engine()
              .explain(
                  (PreparedOperation.Executable)
                      federation
                          .engine()
                          .prepare(
                              "{ spots { ... on Shop { items { price } } ... on Fair { items { price } } } }",
                              null))
              .apolloJson();

      assertThat(plan)
          .contains(
              "\"contextRewrites\":[{\"kind\":\"KeyRenamer\",\"path\":[\"..\",\"... on Shop\"")
          .contains("\"... on Fair\",\"land\"],\"renameKeyTo\":");
    }
  }

  @Test
  void aSkippedFieldFetchesNoContext() {
    try (Federation federation = federation(true)) {
      String query =
          "query($no: Boolean!) { shop(id: \"s2\") { items @skip(if: $no) { price } id } }";

      String without = federation.runChecked(query, Map.of("no", true));
      List<String> fewer = federation.takeCalls();
      String with = federation.runChecked(query, Map.of("no", false));

      assertThat(without).isEqualTo("{\"data\":{\"shop\":{\"id\":\"s2\"}}}");
      assertThat(fewer).hasSize(1);
      assertThat(with)
          .isEqualTo(
              "{\"data\":{\"shop\":{\"items\":[{\"price\":\"i1 in fr\"},{\"price\":\"i3 in fr\"}],\"id\":\"s2\"}}}");
    }
  }

  @Test
  void theContextsOwnFieldIsShownOnlyWhereItIsSelected() {
    try (Federation federation = federation(true)) {

      String answer =
          federation.runChecked(
              "{ shop(id: \"s3\") { land: country items { price a: tax(rate: 1) b: tax(rate: 2) } } }",
              Map.of());

      assertThat(answer)
          .isEqualTo(
              "{\"data\":{\"shop\":{\"land\":\"de\",\"items\":[{\"price\":\"i4 in de\","
                  + "\"a\":\"i4 at 1 in de\",\"b\":\"i4 at 2 in de\"}]}}}");
    }
  }

  @Test
  void aDeferredFragmentWithAContextComesWithTheFirstResponse() {
    try (Federation federation = federation(true)) {

      String answer =
          federation.runChecked(
              "{ shop(id: \"s1\") { id ... @defer { items { price } } } }", Map.of());

      assertThat(answer)
          .isEqualTo(
              "{\"data\":{\"shop\":{\"id\":\"s1\",\"items\":[{\"price\":\"i1 in de\"},{\"price\":\"i2 in de\"}]}}}");
    }
  }

  /** Two subgraphs, of which the other one gives the inner mood, or has no such object. */
  private static List<StubSubgraph> strict(@Nullable Object inner) {
    Map<String, Object> leaf =
        Map.of("id", "l", "mood", (Resolver) field -> "is " + field.getArgument("is"));
    Map<String, Object> outer =
        Map.of(
            "mood",
            "calm",
            "strict",
            List.of(leaf),
            "inner",
            Map.of("id", "i", "leaf", leaf),
            "text",
            (Resolver) field -> field.getArgument("say"));
    String moods =
        LINK
            + """
            type Query { ping: Int }
            type Inner @key(fields: "id") { id: ID! mood: String! }
            """;
    return List.of(
        new StubSubgraph("strict", STRICT, Map.of("outer", outer), _ -> leaf),
        new StubSubgraph("moods", moods, Map.of("ping", 1), _ -> inner));
  }

  @Test
  void anEntityWithoutARequiredContextValueIsNotLookedUp() {
    try (Federation federation = Federation.inProcess(strict(null))) {

      String answer =
          federation.runChecked(
              "{ outer { strict { mood } inner { leaf { id mood } } } }", Map.of());

      assertThat(answer)
          .contains("\"strict\":[{\"mood\":\"is calm\"}]")
          .contains("\"leaf\":{\"id\":\"l\",\"mood\":null}");
      assertThat(federation.takeCalls()).hasSize(3);
    }
  }

  @Test
  void theSameEntityInTwoContextsHasTwoValues() {
    try (Federation federation = Federation.inProcess(strict(Map.of("id", "i", "mood", "wild")))) {

      String answer =
          federation.runChecked("{ outer { strict { mood } inner { leaf { mood } } } }", Map.of());

      assertThat(answer)
          .isEqualTo(
              "{\"data\":{\"outer\":{\"strict\":[{\"mood\":\"is calm\"}],"
                  + "\"inner\":{\"leaf\":{\"mood\":\"is wild\"}}}}}");
    }
  }

  @Test
  void aLiteralReachesTheSubgraphAsItIs() {
    try (Federation federation = Federation.inProcess(strict(null))) {

      String answer = federation.runChecked("{ outer { text(say: \"a } b  }\") } }", Map.of());

      assertThat(answer).isEqualTo("{\"data\":{\"outer\":{\"text\":\"a } b  }\"}}}");
    }
  }
}
