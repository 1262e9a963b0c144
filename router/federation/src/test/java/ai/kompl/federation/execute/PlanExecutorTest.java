package ai.kompl.federation.execute;

import static ai.kompl.federation.execute.ExecutedPlans.REVIEWS;
import static ai.kompl.federation.execute.ExecutedPlans.USERS;
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
import ai.kompl.federation.transport.SubgraphTransport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanExecutorTest {
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

  private static ScriptedSubgraph recording(List<String> order, String name, String body) {
    return ScriptedSubgraph.scripted(_ -> {
      order.add(name);
      return ScriptedSubgraph.text(body.getBytes(StandardCharsets.UTF_8));
    });
  }
}
