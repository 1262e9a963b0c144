package ai.kompl.federation.execute;

import static ai.kompl.federation.testkit.Plans.STRING;
import static ai.kompl.federation.testkit.Plans.listOf;
import static ai.kompl.federation.testkit.Plans.nonNull;

import ai.kompl.federation.plan.QueryPlan;
import ai.kompl.federation.shape.PlanShape;
import ai.kompl.federation.testkit.Plans;
import ai.kompl.federation.transport.RequestContext;
import ai.kompl.federation.transport.SubgraphTransport;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plans that several tests run, and how they are run. */
final class ExecutedPlans {
  static final String REVIEWS =
      "{\"data\":{\"reviews\":[{\"body\":\"good\",\"author\":{\"__typename\":\"User\",\"id\":\"1\"}},"
          + "{\"body\":\"b\\u00e4d\",\"author\":{\"__typename\":\"User\",\"id\":\"2\"}},null,"
          + "{\"body\":\"again\",\"author\":{\"__typename\":\"User\",\"id\":\"1\"}}]}}";
  static final String USERS = "{\"data\":{\"_entities\":[{\"name\":\"Ana\"},{\"name\":\"Bo\"}]}}";

  private ExecutedPlans() {}

  static QueryPlan reviewsWithAuthors(boolean nameRequired) {
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

  static String run(QueryPlan plan, Map<String, ? extends SubgraphTransport> transports) {
    return run(plan, transports, Map.of());
  }

  static String run(
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
