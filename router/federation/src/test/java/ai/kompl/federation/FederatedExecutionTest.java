package ai.kompl.federation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.plan.EntityReference;
import ai.kompl.federation.testkit.Federation;
import ai.kompl.federation.testkit.Store;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FederatedExecutionTest {
  private final Store store = new Store();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aQueryGoesThroughSeveralSubgraphs(boolean inProcess) {
    try (Federation federation = federation(inProcess)) {

      String response =
          federation.runChecked(
              """
              query Q($first: Int) {
                top: topProducts(first: $first) { name: upc shippingEstimate reviews { id author { username } } }
                me { id name }
              }
              """,
              Map.of("first", 2));

      assertThat(response)
          .isEqualTo(
              "{\"data\":{\"top\":[{\"name\":\"1\",\"shippingEstimate\":25,\"reviews\":[{\"id\":\"1\",\"author\":{\"username\":\"user1\"}}]},"
                  + "{\"name\":\"2\",\"shippingEstimate\":50,\"reviews\":[{\"id\":\"2\",\"author\":{\"username\":\"user1\"}}]}],"
                  + "\"me\":{\"id\":\"1\",\"name\":\"Name 1\"}}}");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rootFieldsOfAMutationRunInOrderAcrossSubgraphs(boolean inProcess) {
    try (Federation federation = federation(inProcess)) {

      String response =
          federation.runChecked(
              """
              mutation {
                a: rename(id: "1", name: "A") { name reviews { id } }
                b: review(upc: "3", body: "fine") { body product { name } }
                c: rename(id: "2", name: "C") { name }
              }
              """,
              Map.of());

      assertThat(response)
          .isEqualTo(
              "{\"data\":{\"a\":{\"name\":\"A\",\"reviews\":[{\"id\":\"1\"},{\"id\":\"2\"}]},"
                  + "\"b\":{\"body\":\"fine\",\"product\":{\"name\":\""
                  + nameOf("3")
                  + "\"}},\"c\":{\"name\":\"C\"}}}");
      assertThat(store.changes()).containsExactly("rename 1", "review 3", "rename 2");
    }
  }

  private String nameOf(String upc) {
    try (Federation federation = federation(true)) {
      String answer = federation.runChecked("{ topProducts(first: 9) { upc name } }", Map.of());
      int at = answer.indexOf("\"upc\":\"" + upc + "\",\"name\":\"") + 18;
      return answer.substring(at, answer.indexOf('"', at));
    }
  }

  @Test
  void theHeavyQueryIsAnsweredAlikeInProcessAndOverHttp() {
    try (Federation near = federation(true);
        Federation far = federation(false)) {

      String inProcess = near.runChecked(Store.HEAVY_QUERY, Map.of());
      String overHttp = far.runChecked(Store.HEAVY_QUERY, Map.of());

      assertThat(overHttp).isEqualTo(inProcess).doesNotContain("\"errors\"").doesNotContain("null");
      assertThat(near.takeCalls()).hasSize(6);
      assertThat(far.takeCalls()).hasSize(6);
    }
  }

  @Test
  void introspectionAndTypenamesNeedNoSubgraph() {
    try (Federation federation = federation(true)) {

      String response =
          federation.runChecked("{ __typename q: __schema { queryType { name } } }", Map.of());

      assertThat(response)
          .isEqualTo(
              "{\"data\":{\"__typename\":\"Query\",\"q\":{\"queryType\":{\"name\":\"Query\"}}}}");
      assertThat(federation.takeCalls()).isEmpty();
    }
  }

  private Federation federation(boolean inProcess) {
    return inProcess
        ? Federation.inProcess(store.subgraphs().values())
        : Federation.overHttp(store.subgraphs().values());
  }

  @Test
  void anEventOfASubscriptionIsAnsweredFromItsEntity() {
    try (Federation federation = federation(true)) {
      var prepared =
          federation
              .engine()
              .prepare(
                  "subscription { r: reviewAdded { id author { name } product { price } } }", null);

      assertThat(prepared)
          .isInstanceOfSatisfying(
              PreparedOperation.Executable.class,
              subscription ->
                  assertThat(
                          Federation.text(
                              federation
                                  .engine()
                                  .executeFrom(
                                      subscription,
                                      new EntityReference("Review", Map.of("id", "5")),
                                      Map.of(),
                                      Federation.context())))
                      .isEqualTo(
                          "{\"data\":{\"r\":{\"id\":\"5\",\"author\":{\"name\":\"Name 1\"},\"product\":{\"price\":399}}}}"));
    }
  }
}
