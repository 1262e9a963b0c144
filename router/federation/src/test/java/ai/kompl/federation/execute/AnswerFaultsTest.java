package ai.kompl.federation.execute;

import static ai.kompl.federation.execute.ExecutedPlans.REVIEWS;
import static ai.kompl.federation.execute.ExecutedPlans.reviewsWithAuthors;
import static ai.kompl.federation.execute.ExecutedPlans.run;
import static ai.kompl.federation.testkit.Plans.INT;
import static ai.kompl.federation.testkit.Plans.STRING;
import static ai.kompl.federation.testkit.Plans.listOf;
import static ai.kompl.federation.testkit.Plans.nonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.plan.QueryPlan;
import ai.kompl.federation.testkit.Plans;
import ai.kompl.federation.testkit.ScriptedSubgraph;
import ai.kompl.federation.transport.FailureCode;
import ai.kompl.federation.transport.SubgraphTransport;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients get when a subgraph fails or answers wrongly. */
class AnswerFaultsTest {
  @Test
  void aDeadSubgraphGivesNullsAndOneErrorWithACode() {
    String response =
        run(
            reviewsWithAuthors(false),
            Map.of(
                "reviews",
                ScriptedSubgraph.json(REVIEWS),
                "users",
                ScriptedSubgraph.failing(FailureCode.SUBREQUEST_UNREACHABLE)));

    assertThat(response)
        .contains("{\"body\":\"good\",\"author\":{\"id\":\"1\",\"name\":null}}")
        .endsWith(
            "\"errors\":[{\"message\":\"A service is not available.\",\"path\":[\"reviews\"],"
                + "\"extensions\":{\"code\":\"SUBREQUEST_UNREACHABLE\"}}]}")
        .doesNotContain("secret");
  }

  @Test
  void aNullWhereNoneMayBeTakesTheNearestNullableWithIt() {
    ScriptedSubgraph users =
        ScriptedSubgraph.json(
            "{\"data\":{\"_entities\":[{\"name\":\"Ana\"},null]},\"errors\":[{\"message\":\"no such user\","
                + "\"path\":[\"_entities\",1],\"extensions\":{\"code\":\"NOT_FOUND\",\"stacktrace\":[\"at x\"]}}]}");

    String response =
        run(
            reviewsWithAuthors(true),
            Map.of("reviews", ScriptedSubgraph.json(REVIEWS), "users", users));

    assertThat(response)
        .isEqualTo(
            "{\"data\":{\"reviews\":[{\"body\":\"good\",\"author\":{\"id\":\"1\",\"name\":\"Ana\"}},null,null,"
                + "{\"body\":\"again\",\"author\":{\"id\":\"1\",\"name\":\"Ana\"}}]},"
                + "\"errors\":[{\"message\":\"no such user\",\"path\":[\"reviews\",1,\"author\"],"
                + "\"extensions\":{\"code\":\"NOT_FOUND\"}}]}");
  }

  @Test
  void aNullThatNobodyExplainsIsAnErrorWithItsPath() {
    ScriptedSubgraph users =
        ScriptedSubgraph.json("{\"data\":{\"_entities\":[{\"name\":\"Ana\"},{\"name\":null}]}}");

    String response =
        run(
            reviewsWithAuthors(true),
            Map.of("reviews", ScriptedSubgraph.json(REVIEWS), "users", users));

    assertThat(response)
        .endsWith(
            "\"path\":[\"reviews\",1,\"author\",\"name\"],\"extensions\":{\"code\":\"NULL_IN_NON_NULL_FIELD\"}}]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"data\":[]}",
        "{\"data\":{\"_entities\":[{\"name\":\"Ana\"}]}}",
        "{\"data\":{\"_entities\":[{\"name\":\"Ana\"},{\"name\":\"Bo\"},{}]}}",
        "{\"data\":{\"_entities\":{}}}",
        "{\"data\":{\"_entities\":[{\"name\":\"A\",\"name\":\"B\"},{}]}}",
        "{\"data\":{},\"data\":{}}",
        "{\"data\":{\"_entities\":[{\"name\":\"Ana\"},{\"name\":\"Bo\"}]}",
        "{\"data\":{\"_entities\":[{\"name\":\"Ana\"},{\"name\":\"Bo\"}]}} x",
        "<html></html>",
        "{\"data\":null,\"errors\":{}}",
        "{\"errors\":null}",
        "{\"data\":{\"_entities\":[{\"name\":\"\\uD800\\q\"},{}]}}"
      })
  void anAnswerThatIsNotAGraphQlResultFailsItsFetchOnly(String body) {
    String response =
        run(
            reviewsWithAuthors(false),
            Map.of(
                "reviews", ScriptedSubgraph.json(REVIEWS), "users", ScriptedSubgraph.json(body)));

    assertThat(response)
        .contains("\"author\":{\"id\":\"1\",\"name\":null}")
        .contains("\"code\":\"SUBREQUEST_MALFORMED_RESPONSE\"");
  }

  @Test
  void keysThatNobodyAskedForAreIgnored() {
    ScriptedSubgraph users =
        ScriptedSubgraph.json(
            "{\"extensions\":{\"x\":[1]},\"data\":{\"__proto__\":{\"name\":\"Eve\"},\"_entities\":["
                + "{\"__proto__\":{\"name\":\"Eve\"},\"constructor\":1,\"name\":\"Ana\",\"admin\":true},{\"n\\u0061me\":\"Bo\"}]}}");

    String response =
        run(
            reviewsWithAuthors(true),
            Map.of("reviews", ScriptedSubgraph.json(REVIEWS), "users", users));

    assertThat(response).contains("\"name\":\"Ana\"").contains("\"name\":\"Bo\"");
    assertThat(response).doesNotContain("Eve").doesNotContain("admin").doesNotContain("proto");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "2147483648", "\"1\"", "true", "{}", "[1]"})
  void aValueOfAnotherTypeIsNullWithAnError(String value) {
    Plans plan = new Plans("Query");
    plan.root("s", List.of(), plan.leaf("n"));

    String response =
        run(
            plan.respond(plan.show("n", INT)),
            Map.of("s", ScriptedSubgraph.json("{\"data\":{\"n\":" + value + "}}")));

    assertThat(response)
        .isEqualTo(
            "{\"data\":{\"n\":null},\"errors\":[{\"message\":\"The value of field 'n' does not fit its type.\","
                + "\"path\":[\"n\"],\"extensions\":{\"code\":\"SUBGRAPH_VALUE_INVALID\"}}]}");
  }

  @Test
  void aListOfLeavesIsCheckedElementByElement() {
    Plans plan = new Plans("Query");
    plan.root("s", List.of(), plan.leaf("a"), plan.leaf("b"), plan.leaf("c"));
    QueryPlan query =
        plan.respond(
            plan.show("a", listOf(nonNull(STRING))),
            plan.show("b", listOf(STRING)),
            plan.show("c", listOf(listOf(INT))));

    String response =
        run(
            query,
            Map.of(
                "s",
                ScriptedSubgraph.json(
                    "{\"data\":{\"a\":[\"x\",null],\"b\":[ \"x\" , null, 1 ],\"c\":[[1,2],null,[]]}}")));

    assertThat(response)
        .startsWith(
            "{\"data\":{\"a\":null,\"b\":[\"x\",null,null],\"c\":[[1,2],null,[]]},\"errors\":[");
    assertThat(response)
        .contains("\"path\":[\"a\",1],\"extensions\":{\"code\":\"NULL_IN_NON_NULL_FIELD\"}")
        .contains("\"path\":[\"b\",2],\"extensions\":{\"code\":\"SUBGRAPH_VALUE_INVALID\"}");
  }

  @Test
  void aTransportThatThrowsFailsItsFetchOnly() {
    Plans plan = new Plans("Query");
    plan.root("a", List.of(), plan.leaf("x"));
    plan.root("b", List.of(), plan.leaf("y"));
    SubgraphTransport broken =
        _ -> {
          throw new IllegalStateException("secret");
        };

    String response =
        run(
            plan.respond(plan.show("x", INT), plan.show("y", INT)),
            Map.of("a", broken, "b", ScriptedSubgraph.json("{\"data\":{\"y\":2}}")));

    assertThat(response)
        .isEqualTo(
            "{\"data\":{\"x\":null,\"y\":2},\"errors\":[{\"message\":\"A service failed to answer.\","
                + "\"path\":[\"x\"],\"extensions\":{\"code\":\"SUBREQUEST_FAILED\"}}]}");
  }

  @Test
  void aNullInARootFieldThatMayNotBeNullLeavesNoData() {
    Plans plan = new Plans("Query");
    plan.root("a", List.of(), plan.leaf("x"));

    String response =
        run(
            plan.respond(plan.show("x", nonNull(INT))),
            Map.of("a", ScriptedSubgraph.failing(FailureCode.SUBREQUEST_TIMEOUT)));

    assertThat(response)
        .isEqualTo(
            "{\"data\":null,\"errors\":[{\"message\":\"A service did not answer in time.\",\"path\":[\"x\"],"
                + "\"extensions\":{\"code\":\"SUBREQUEST_TIMEOUT\"}}]}");
  }
}
