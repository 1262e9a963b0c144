package ai.kompl.federation.execute;

import static ai.kompl.federation.testkit.Plans.INT;
import static ai.kompl.federation.testkit.Plans.STRING;
import static ai.kompl.federation.testkit.Plans.listOf;
import static ai.kompl.federation.testkit.Plans.nonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.plan.QueryPlan;
import ai.kompl.federation.shape.PlanShape;
import ai.kompl.federation.testkit.Plans;
import ai.kompl.federation.testkit.ScriptedSubgraph;
import ai.kompl.federation.transport.FailureCode;
import ai.kompl.federation.transport.RequestContext;
import ai.kompl.federation.transport.SubgraphTransport;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanExecutorTest {
  private static final String REVIEWS =
      "{\"data\":{\"reviews\":[{\"body\":\"good\",\"author\":{\"__typename\":\"User\",\"id\":\"1\"}},"
          + "{\"body\":\"b\\u00e4d\",\"author\":{\"__typename\":\"User\",\"id\":\"2\"}},null,"
          + "{\"body\":\"again\",\"author\":{\"__typename\":\"User\",\"id\":\"1\"}}]}}";
  private static final String USERS =
      "{\"data\":{\"_entities\":[{\"name\":\"Ana\"},{\"name\":\"Bo\"}]}}";

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void entitiesAreAskedForOnceAndPutWhereverTheyAreNeeded(boolean inProcess) {
    ScriptedSubgraph users =
        inProcess ? ScriptedSubgraph.tree(USERS) : ScriptedSubgraph.json(USERS);
    ScriptedSubgraph reviews =
        inProcess ? ScriptedSubgraph.tree(REVIEWS) : ScriptedSubgraph.json(REVIEWS);

    String response = run(reviewsWithAuthors(false), Map.of("reviews", reviews, "users", users));

    assertThat(response)
        .isEqualTo(
            "{\"data\":{\"reviews\":[{\"body\":\"good\",\"author\":{\"id\":\"1\",\"name\":\"Ana\"}},"
                + "{\"body\":\""
                + (inProcess ? "bäd" : "b\\u00e4d")
                + "\",\"author\":{\"id\":\"2\",\"name\":\"Bo\"}},null,"
                + "{\"body\":\"again\",\"author\":{\"id\":\"1\",\"name\":\"Ana\"}}]}}");
    assertThat(users.variables())
        .containsExactly(
            "{\"representations\":[{\"__typename\":\"User\",\"id\":\"1\"},{\"__typename\":\"User\",\"id\":\"2\"}]}");
  }

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
  void valueObjectsFromTwoSubgraphsAreMergedIndexByIndex() {
    Plans plan = new Plans("Query", "Item");
    plan.root("a", List.of(), plan.below("items", plan.leaf("x")));
    plan.root("b", List.of(), plan.below("items", plan.leaf("y")));
    QueryPlan query =
        plan.respond(
            plan.show(
                "items", listOf(plan.object("Item")), plan.show("y", INT), plan.show("x", INT)));

    String response =
        run(
            query,
            Map.of(
                "a", ScriptedSubgraph.json("{\"data\":{\"items\":[{\"x\":1},null,{\"x\":3}]}}"),
                "b",
                    ScriptedSubgraph.json(
                        "{\"data\":{\"items\":[{\"y\":4},{\"y\":5},{\"y\":6}]}}")));

    assertThat(response)
        .isEqualTo(
            "{\"data\":{\"items\":[{\"y\":4,\"x\":1},{\"y\":5,\"x\":null},{\"y\":6,\"x\":3}]}}");
  }

  @Test
  void fetchesOfOneEntityListGoToPlacesOfDifferentDepthAndShareTheirAnswers() {
    Plans plan = new Plans("Query", "User", "Town");
    plan.root(
        "s", List.of(), plan.below("me", plan.leaf("id"), plan.below("friend", plan.leaf("id"))));
    plan.entities(
        "u",
        List.of(0),
        plan.lookup(
            List.of(plan.path("me"), plan.path("me", "friend")),
            plan.representation("User", plan.key("id")),
            plan.leaf("name"),
            plan.below("address", plan.leaf("town"))));
    plan.entities(
        "m",
        List.of(1),
        plan.lookup(
            List.of(plan.path("me", "friend", "address")),
            plan.representation("Town", plan.key("town")),
            plan.leaf("size")));
    QueryPlan query =
        plan.respond(
            plan.show(
                "me",
                plan.object("User"),
                plan.show("name", STRING),
                plan.show(
                    "friend",
                    plan.object("User"),
                    plan.show("name", STRING),
                    plan.show("address", plan.object("Town"), plan.show("size", INT)))));

    String response =
        run(
            query,
            Map.of(
                "s", ScriptedSubgraph.json("{\"data\":{\"me\":{\"id\":1,\"friend\":{\"id\":1}}}}"),
                "u",
                    ScriptedSubgraph.json(
                        "{\"data\":{\"_entities\":[{\"name\":\"Ana\",\"address\":{\"town\":\"X\"}}]}}"),
                "m", ScriptedSubgraph.json("{\"data\":{\"_entities\":[{\"size\":9}]}}")));

    assertThat(response)
        .isEqualTo(
            "{\"data\":{\"me\":{\"name\":\"Ana\",\"friend\":{\"name\":\"Ana\",\"address\":{\"size\":9}}}}}");
  }

  @Test
  void objectsOfOtherTypesAreNotAskedForAndHiddenTypesBecomeNull() {
    Plans plan = new Plans("Query", "Cat", "Dog", "Hidden");
    plan.root("s", List.of(), plan.below("pets", plan.leaf("__typename"), plan.leaf("id")));
    plan.entities(
        "d",
        List.of(0),
        plan.lookup(
            List.of(plan.narrowed(plan.path("pets"), "Dog")),
            plan.representation("Dog", plan.key("id")),
            plan.leaf("barks")));
    QueryPlan query =
        plan.respond(
            plan.show(
                "pets",
                listOf(plan.object("Cat", "Dog")),
                plan.typename("kind"),
                Plans.with(plan.show("barks", INT), plan.set("Dog"))));
    ScriptedSubgraph dogs = ScriptedSubgraph.json("{\"data\":{\"_entities\":[{\"barks\":7}]}}");

    String response =
        run(
            query,
            Map.of(
                "s",
                ScriptedSubgraph.json(
                    "{\"data\":{\"pets\":[{\"__typename\":\"Cat\",\"id\":1},{\"__typename\":\"Dog\",\"id\":2},"
                        + "{\"__typename\":\"Hidden\",\"id\":3},{\"__typename\":\"Unheard\",\"id\":4}]}}"),
                "d",
                dogs));

    assertThat(response)
        .startsWith(
            "{\"data\":{\"pets\":[{\"kind\":\"Cat\"},{\"kind\":\"Dog\",\"barks\":7},null,null]},\"errors\":");
    assertThat(dogs.variables())
        .containsExactly("{\"representations\":[{\"__typename\":\"Dog\",\"id\":2}]}");
  }

  @Test
  void aNullKeyDropsItsRepresentationAndANullRequirementDoesNot() {
    Plans plan = new Plans("Query", "Item");
    plan.root("s", List.of(), plan.below("items", plan.leaf("id"), plan.leaf("weight")));
    plan.entities(
        "i",
        List.of(0),
        plan.lookup(
            List.of(plan.path("items")),
            plan.representation("Item", plan.key("id"), plan.required("weight")),
            plan.leaf("cost")));
    QueryPlan query =
        plan.respond(plan.show("items", listOf(plan.object("Item")), plan.show("cost", INT)));
    ScriptedSubgraph costs = ScriptedSubgraph.json("{\"data\":{\"_entities\":[{\"cost\":5}]}}");

    String response =
        run(
            query,
            Map.of(
                "s",
                ScriptedSubgraph.json(
                    "{\"data\":{\"items\":[{\"id\":null,\"weight\":1},{\"id\":2,\"weight\":null}]}}"),
                "i",
                costs));

    assertThat(response).isEqualTo("{\"data\":{\"items\":[{\"cost\":null},{\"cost\":5}]}}");
    assertThat(costs.variables())
        .containsExactly(
            "{\"representations\":[{\"__typename\":\"Item\",\"id\":2,\"weight\":null}]}");
  }

  @Test
  void conditionsDecideWhatIsSentAndShown() {
    Plans plan = new Plans("Query");
    var wanted = plan.when("wanted", true);
    plan.root("a", List.of(), plan.leaf("x"));
    plan.root("b", List.of(), wanted, plan.leaf("y"));
    QueryPlan query =
        plan.respond(plan.show("x", INT), Plans.with(plan.show("y", nonNull(INT)), wanted));
    ScriptedSubgraph a = ScriptedSubgraph.json("{\"data\":{\"x\":1}}");
    ScriptedSubgraph b = ScriptedSubgraph.json("{\"data\":{\"y\":2}}");
    Map<String, SubgraphTransport> transports = Map.of("a", a, "b", b);

    assertThat(run(query, transports, Map.of("wanted", false))).isEqualTo("{\"data\":{\"x\":1}}");
    assertThat(b.operations()).isEmpty();
    assertThat(run(query, transports, Map.of("wanted", true)))
        .isEqualTo("{\"data\":{\"x\":1,\"y\":2}}");
  }

  @Test
  void rootFieldsOfAMutationRunInOrderEvenWhenOneFails() {
    Plans plan = new Plans("Mutation").mutation();
    plan.root("a", List.of(), plan.leaf("first"));
    plan.root("b", List.of(0), plan.leaf("second"));
    plan.root("c", List.of(1), plan.leaf("third"));
    List<String> order = new CopyOnWriteArrayList<>();

    String response =
        run(
            plan.respond(
                plan.show("first", INT), plan.show("second", INT), plan.show("third", INT)),
            Map.of(
                "a", recording(order, "a", "{\"data\":{\"first\":1}}"),
                "b",
                    recording(
                        order,
                        "b",
                        "{\"data\":null,\"errors\":[{\"message\":\"no\",\"path\":[\"second\"]}]}"),
                "c", recording(order, "c", "{\"data\":{\"third\":3}}")));

    assertThat(order).containsExactly("a", "b", "c");
    assertThat(response)
        .isEqualTo(
            "{\"data\":{\"first\":1,\"second\":null,\"third\":3},\"errors\":[{\"message\":\"no\","
                + "\"path\":[\"second\"],\"extensions\":{\"code\":\"SUBGRAPH_ERROR\"}}]}");
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

  private static ScriptedSubgraph recording(List<String> order, String name, String body) {
    return ScriptedSubgraph.scripted(_ -> {
      order.add(name);
      return ScriptedSubgraph.text(body.getBytes(StandardCharsets.UTF_8));
    });
  }

  private static QueryPlan reviewsWithAuthors(boolean nameRequired) {
    Plans plan = new Plans("Query", "Review", "User");
    plan.root(
        "reviews",
        List.of(),
        plan.below(
            "reviews",
            plan.leaf("body"),
            plan.below("author", plan.leaf("__typename"), plan.leaf("id"))));
    plan.entities(
        "users",
        List.of(0),
        plan.lookup(
            List.of(plan.path("reviews", "author")),
            plan.representation("User", plan.key("id")),
            plan.leaf("name")));
    var name = plan.show("name", nameRequired ? nonNull(STRING) : STRING);
    return plan.respond(
        plan.show(
            "reviews",
            listOf(plan.object("Review")),
            plan.show("body", STRING),
            plan.show(
                "author",
                nameRequired ? nonNull(plan.object("User")) : plan.object("User"),
                plan.show("id", Plans.ID),
                name)));
  }

  private static String run(QueryPlan plan, Map<String, ? extends SubgraphTransport> transports) {
    return run(plan, transports, Map.of());
  }

  private static String run(
      QueryPlan plan,
      Map<String, ? extends SubgraphTransport> transports,
      Map<String, @Nullable Object> variables) {
    PlanExecutor executor = new PlanExecutor(Map.copyOf(transports), ExecutionSettings.standard());
    RequestContext context = new RequestContext(Instant.now().plusSeconds(10), null);
    GraphQlResponse response =
        executor.execute(PlanShape.of(plan), PlanExecutor.Request.of(variables, context));
    return new String(response.toByteArray(), StandardCharsets.UTF_8);
  }
}
