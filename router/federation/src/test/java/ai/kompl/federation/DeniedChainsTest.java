package ai.kompl.federation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.rights.Rights;
import ai.kompl.federation.testkit.Federation;
import ai.kompl.federation.testkit.Held;
import ai.kompl.federation.testkit.StubSubgraph;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Subgraphs on the way to fields that nobody gets to see, or has skipped, are not called. */
class DeniedChainsTest {
  private static final String LINK =
      """
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@requiresScopes"])
      """;
  // The way from the front to pay leads over the directory, which alone knows both keys.
  private static final String FRONT =
      """
      type Query { person: Person }
      type Person @key(fields: "id") { id: ID! name: String }
      """;
  private static final String DIRECTORY =
      """
      type Person @key(fields: "id") @key(fields: "number") @key(fields: "unit { code }") {
        id: ID! number: Int! phone: String unit: Unit
      }
      type Unit { code: String! title: String }
      """;
  private static final String PAY =
      """
      type Person @key(fields: "number") {
        number: Int!
        wage: Int @requiresScopes(scopes: [["hr"]])
        grade: String @requiresScopes(scopes: [["grades"]])
        account: String!
      }
      """;
  private static final String UNITS =
      """
      type Person @key(fields: "unit { code }") {
        unit: Unit
        budget: Int @requiresScopes(scopes: [["hr"]])
      }
      type Unit { code: String! }
      """;
  private static final String TAX =
      """
      type Person @key(fields: "id") {
        id: ID!
        account: String! @external
        tax: Int @requires(fields: "account") @requiresScopes(scopes: [["tax"]])
      }
      """;

  private final Federation federation =
      Federation.inProcess(
          List.of(
              subgraph("front", FRONT, Map.of("id", "1", "name", "Ana")),
              subgraph(
                  "directory",
                  DIRECTORY,
                  Map.of("id", "1", "number", 7, "phone", "55", "unit", unit())),
              subgraph("pay", PAY, Map.of("wage", 100, "grade", "A", "account", "X")),
              subgraph("units", UNITS, Map.of("budget", 5, "unit", unit())),
              subgraph("tax", TAX, Map.of("tax", 30))));

  private static Map<String, Object> unit() {
    return Map.of("code", "u", "title", "Unit");
  }

  private static StubSubgraph subgraph(String name, String sdl, Map<String, Object> person) {
    return new StubSubgraph(name, LINK + sdl, Map.of("person", person), key -> person);
  }

  /** How often each subgraph is called. */
  private Map<String, Integer> calls(String query, Map<String, Object> variables, Rights rights) {
    federation.takeCalls();
    federation.run(query, Map.copyOf(variables), rights);
    Map<String, Integer> calls = new TreeMap<>();
    federation
        .takeCalls()
        .forEach(call -> calls.merge(call.substring(0, call.indexOf(' ')), 1, Integer::sum));
    return calls;
  }

  private Map<String, Integer> calls(String query, Rights rights) {
    return calls(query, Map.of(), rights);
  }

  @Test
  void aSubgraphThatOnlyGivesTheKeyOfDeniedFieldsIsNotCalled() {
    String query = "{ person { name wage grade } }";

    assertThat(calls(query, Rights.NONE)).isEqualTo(Map.of("front", 1));
    assertThat(calls(query, Held.scopes("hr")))
        .isEqualTo(Map.of("front", 1, "directory", 1, "pay", 1));
    assertThat(calls(query, Held.scopes("grades")))
        .isEqualTo(Map.of("front", 1, "directory", 1, "pay", 1));
    assertThat(federation.run(query, Map.of(), Held.scopes("grades")))
        .startsWith("{\"data\":{\"person\":{\"name\":\"Ana\",\"wage\":null,\"grade\":\"A\"}}");
  }

  @Test
  void aKeyOfSeveralLevelsIsAsMuchWantedAsWhatIsLookedUpByIt() {
    String query = "{ person { name budget } }";

    assertThat(calls(query, Rights.NONE)).isEqualTo(Map.of("front", 1));
    assertThat(calls(query, Held.scopes("hr")))
        .isEqualTo(Map.of("front", 1, "directory", 1, "units", 1));
  }

  @Test
  void theSubgraphIsCalledForWhatElseItGives() {
    String query = "{ person { name phone wage } }";

    assertThat(calls(query, Rights.NONE)).isEqualTo(Map.of("front", 1, "directory", 1));
    assertThat(calls(query, Held.scopes("hr")))
        .isEqualTo(Map.of("front", 1, "directory", 1, "pay", 1));
    assertThat(calls("{ person { account wage } }", Rights.NONE))
        .isEqualTo(Map.of("front", 1, "directory", 1, "pay", 1));
  }

  @Test
  void whatADeniedFieldRequiresIsNotFetchedNorWhatLeadsThere() {
    String query = "{ person { name tax } }";

    assertThat(calls(query, Held.scopes("hr"))).isEqualTo(Map.of("front", 1));
    assertThat(calls(query, Held.scopes("tax")))
        .isEqualTo(Map.of("front", 1, "directory", 1, "pay", 1, "tax", 1));
    assertThat(federation.run(query, Map.of(), Held.scopes("tax")))
        .isEqualTo("{\"data\":{\"person\":{\"name\":\"Ana\",\"tax\":30}}}");
  }

  @Test
  void whatIsSkippedIsLikeWhatIsDenied() {
    String query =
        "query Q($pay: Boolean!, $phone: Boolean!) { person { name account @include(if: $pay)"
            + " phone @include(if: $phone) } }";

    assertThat(calls(query, Map.of("pay", false, "phone", false), Rights.NONE))
        .isEqualTo(Map.of("front", 1));
    assertThat(calls(query, Map.of("pay", false, "phone", true), Rights.NONE))
        .isEqualTo(Map.of("front", 1, "directory", 1));
    assertThat(calls(query, Map.of("pay", true, "phone", false), Rights.NONE))
        .isEqualTo(Map.of("front", 1, "directory", 1, "pay", 1));
  }
}
