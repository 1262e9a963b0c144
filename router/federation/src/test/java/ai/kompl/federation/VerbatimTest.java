package ai.kompl.federation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.testkit.Federation;
import ai.kompl.federation.testkit.Scripted;
import ai.kompl.federation.testkit.ScriptedSubgraph;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Values that go from an answer to the client as the bytes they were sent as. White space before a
 * value tells: what is written anew has none.
 */
class VerbatimTest {
  private static final Map<String, String> SHOP =
      Map.of(
          "shop",
          """
          type Query { shelves: [Shelf] shelf: Shelf }
          type Shelf { id: ID! no: Int! colour: Colour! parts: [Part!] top: Part anything: Any }
          type Part @key(fields: "id") { id: ID! size: Size size2: Size }
          type Size { cm: Float note: String }
          enum Colour { RED SECRET @inaccessible }
          scalar Any
          extend schema @link(url: "https://specs.apollo.dev/inaccessible/v0.1", for: SECURITY)
          """,
          "stock",
          "type Part @key(fields: \"id\") { id: ID! stock: Int"
              + " weight: Int @requires(fields: \"size { cm }\") size: Size @external }"
              + " type Size { cm: Float @external }");

  private static String answer(String sent, String query) {
    return answer(sent, "{}", query, Map.of());
  }

  private static String answer(
      String sent, String entities, String query, Map<String, @Nullable Object> variables) {
    var subgraphs = new HashMap<String, ScriptedSubgraph>();
    subgraphs.put("shop", ScriptedSubgraph.json("{\"data\":" + sent + "}"));
    subgraphs.put("stock", ScriptedSubgraph.json("{\"data\":" + entities + "}"));
    FederationEngine engine = Scripted.engine(SHOP, subgraphs);
    return Federation.text(
        engine.execute(Scripted.prepared(engine, query), variables, Federation.context()));
  }

  private static String data(String data) {
    return "{\"data\":" + data + "}";
  }

  @Test
  void whatOneAnswerAloneGivesIsHandedOnAsItWasSent() {
    String sent = "{\"shelves\":[ {\"no\": 1,\"top\": {\"size\": {\"cm\": 2.50}}}, null]}";

    assertThat(answer(sent, "{ shelves { no top { size { cm } } } }")).isEqualTo(data(sent));
  }

  @Test
  void keysInAnotherOrderAreBroughtIntoOrder() {
    String sent =
        "{\"shelves\":[{\"top\":{\"id\":\"1\"},\"no\":1},{\"no\": 2,\"top\": {\"id\": \"2\"}}]}";

    assertThat(answer(sent, "{ shelves { no top { id } } }"))
        .isEqualTo(
            data(
                "{\"shelves\":[{\"no\":1,\"top\":{\"id\":\"1\"}},{\"no\": 2,\"top\": {\"id\": \"2\"}}]}"));
  }

  @Test
  void whatNobodyAskedForIsNotHandedOn() {
    String sent = "{\"shelf\":{\"no\":1,\"top\":{\"id\":\"1\",\"secret\":7},\"secret\":{\"a\":1}}}";

    assertThat(answer(sent, "{ shelf { no top { id } } }"))
        .isEqualTo(data("{\"shelf\":{\"no\":1,\"top\":{\"id\":\"1\"}}}"));
  }

  @Test
  void aKeyThatIsMissingIsNull() {
    assertThat(answer("{\"shelf\":{\"no\":1}}", "{ shelf { no top { id } } }"))
        .isEqualTo(data("{\"shelf\":{\"no\":1,\"top\":null}}"));
  }

  @Test
  void aNumberAsIdBecomesAString() {
    assertThat(answer("{\"shelf\":{\"top\":{\"id\":17}}}", "{ shelf { top { id } } }"))
        .isEqualTo(data("{\"shelf\":{\"top\":{\"id\":\"17\"}}}"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"null", "2147483648", "1.0", "\"1\"", "{}", "[1]", "true"})
  void aWrongValueWhereNoneMayBeNullTakesItsObjectWithIt(String no) {
    String answer = answer("{\"shelves\":[{\"no\":" + no + "},{\"no\": 1}]}", "{ shelves { no } }");

    assertThat(answer)
        .startsWith("{\"data\":{\"shelves\":[null,{\"no\": 1}]},\"errors\":[")
        .contains("\"path\":[\"shelves\",0,\"no\"]");
  }

  @ParameterizedTest
  @CsvSource({"SECRET", "BLUE"})
  void anEnumValueThatClientsDoNotKnowIsNotHandedOn(String colour) {
    String answer = answer("{\"shelf\":{\"colour\":\"" + colour + "\"}}", "{ shelf { colour } }");

    assertThat(answer).startsWith("{\"data\":{\"shelf\":null},\"errors\":[").doesNotContain(colour);
  }

  @Test
  void aRepeatedKeyMakesTheAnswerWrong() {
    String answer = answer("{\"shelf\":{\"no\":1,\"no\":2}}", "{ shelf { no } }");

    assertThat(answer).contains("SUBREQUEST_MALFORMED_RESPONSE").contains("\"shelf\":null");
  }

  @Test
  void aSkippedFieldIsLeftOutThoughTheSubgraphSentIt() {
    String query = "query Q($no: Boolean!) { shelf { id no @skip(if: $no) } }";
    String sent = "{\"shelf\":{\"id\":\"1\",\"no\":1}}";

    assertThat(answer(sent, "{}", query, Map.of("no", true)))
        .isEqualTo(data("{\"shelf\":{\"id\":\"1\"}}"));
  }

  @Test
  void aValueThatTwoAliasesShowInPartIsWrittenForEach() {
    String sent = "{\"shelf\":{\"top\":{\"id\": \"1\",\"size\":{\"cm\":1}}}}";

    assertThat(answer(sent, "{ shelf { a: top { id } b: top { id size { cm } } } }"))
        .doesNotContain("errors");
  }

  @Test
  void anObjectThatAnotherSubgraphAddsToIsPutTogether() {
    String sent =
        "{\"shelf\":{\"no\": 1,\"top\":{\"id\": \"1\",\"size\": {\"cm\": 3,\"note\": \"n\"}}}}";
    String entities = "{\"_entities\":[{\"stock\":5}]}";

    assertThat(
            answer(sent, entities, "{ shelf { no top { id size { cm note } stock } } }", Map.of()))
        .isEqualTo(
            data(
                "{\"shelf\":{\"no\":1,\"top\":{\"id\":\"1\",\"size\":{\"cm\": 3,\"note\": \"n\"},\"stock\":5}}}"));
  }

  @Test
  void aValueThatARequirementReadsIsStillReadable() {
    String sent = "{\"shelf\":{\"top\":{\"id\":\"1\",\"size\":{\"cm\": 3}}}}";
    String entities = "{\"_entities\":[{\"weight\":9}]}";

    assertThat(answer(sent, entities, "{ shelf { top { id size { cm } weight } } }", Map.of()))
        .isEqualTo(data("{\"shelf\":{\"top\":{\"id\":\"1\",\"size\":{\"cm\":3},\"weight\":9}}}"));
  }

  @Test
  void anythingAtAllIsAValueOfACustomScalar() {
    String sent = "{\"shelf\":{\"anything\": {\"b\":[1, {}],\"a\": null}}}";

    assertThat(answer(sent, "{ shelf { anything } }")).isEqualTo(data(sent));
  }
}
