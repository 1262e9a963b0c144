package ai.kompl.gateway;

import static ai.kompl.gateway.GatewayHarness.ACME;
import static ai.kompl.gateway.GatewayHarness.OTHER;
import static ai.kompl.gateway.GatewayHarness.code;
import static ai.kompl.gateway.GatewayHarness.jobId;
import static ai.kompl.gateway.GatewayHarness.query;
import static ai.kompl.gateway.GatewayHarness.tree;
import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.tenancy.events.Event;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The gateway in front of the real engine, its supergraph composed of two subgraphs. */
final class EngineTest {
  private static final String PROGRESS =
      "subscription P($id: ID!) { importProgress(jobId: $id) { id done } }";
  private static final TwoSubgraphs SUBGRAPHS = new TwoSubgraphs();
  private static final GatewayHarness HOUSE =
      new GatewayHarness(GatewaySettings.production(0), SUBGRAPHS);

  @AfterAll
  static void stop() {
    HOUSE.close();
  }

  @Test
  void theCallerReachesTheSubgraph() {
    var response = HOUSE.post(query("{ me { tenant requestId } }"), "X-Request-Id", "request-1234");

    assertThat(tree(response).at("/data/me/tenant").asText()).isEqualTo(ACME.value());
    assertThat(tree(response).at("/data/me/requestId").asText()).isEqualTo("request-1234");
  }

  @Test
  void theDirectiveInTheSupergraphOpensSignInAndNothingElse() {
    String signIn = "signIn(input: {email: \"a\", password: \"b\"}) { accessToken }";

    var publicly = HOUSE.postAnonymously(query("mutation { " + signIn + " }"));
    var both =
        HOUSE.postAnonymously(query("mutation { " + signIn + " rename(name: \"x\") { id } }"));
    var hidden =
        HOUSE.postAnonymously(
            query("mutation { ...F } fragment F on Mutation { rename(name: \"x\") { id } }"));

    assertThat(tree(publicly).at("/data/signIn/accessToken").asText()).isEqualTo("made");
    assertThat(both.statusCode()).isEqualTo(401);
    assertThat(hidden.statusCode()).isEqualTo(401);
    assertThat(SUBGRAPHS.renamed).hasValue(0);
  }

  @Test
  void theSchemaIsNotToldToStrangersNotEvenByErrors() {
    assertThat(HOUSE.postAnonymously(query("{ __schema { types { name } } }")).statusCode())
        .isEqualTo(401);
    assertThat(HOUSE.postAnonymously(query("{ meh }")).body()).doesNotContain("me\"");
    assertThat(
            tree(HOUSE.post(query("{ __schema { queryType { name } } }")))
                .at("/data/__schema/queryType/name")
                .asText())
        .isEqualTo("Query");
  }

  @Test
  void anOperationTooDeepOrUnknownIsRefusedWithItsCode() {
    String deep = "{ me " + "{ manager ".repeat(60) + "{ id }" + " }".repeat(60) + " }";

    assertThat(code(HOUSE.post(query(deep)))).isEqualTo("OPERATION_TOO_DEEP");
    assertThat(code(HOUSE.post(query("{ meh }")))).isEqualTo("GRAPHQL_VALIDATION_FAILED");
    assertThat(code(HOUSE.post(query("{ me { id ")))).isEqualTo("GRAPHQL_PARSE_FAILED");
  }

  @Test
  void anOperationWithTooManyTokensIsRefusedWithItsCode() {
    String large = "{ " + "me { id } ".repeat(20_000) + "}";

    assertThat(code(HOUSE.post(query(large)))).isEqualTo("OPERATION_TOO_LARGE");
  }

  @Test
  void aSubscriptionFollowsTheEventsThatItsDirectiveNames() {
    String job = jobId(ACME);
    SocketClient client = SocketClient.ready(HOUSE, HOUSE.token());
    SUBGRAPHS.done(job).set(5);

    client.subscribe("1", PROGRESS, job);
    var first = client.hear();
    SUBGRAPHS.done(job).set(6);
    HOUSE.events.publish(
        new Event(1, ACME, GatewayHarness.PROGRESSED, "ImportJob", job, "{}", Instant.EPOCH));
    var second = client.hear();

    assertThat(first.at("/payload/data/importProgress/done").asInt()).isEqualTo(5);
    assertThat(second.at("/payload/data/importProgress/done").asInt()).isEqualTo(6);
    client.close();
  }

  @Test
  void aSubscriptionToAnotherTenantsObjectIsNotFound() {
    SocketClient client = SocketClient.ready(HOUSE, HOUSE.token());

    client.subscribe("1", PROGRESS, jobId(OTHER));

    assertThat(client.hear().at("/payload/0/extensions/code").asText()).isEqualTo("NOT_FOUND");
    client.close();
  }

  @Test
  void aFaultInASubgraphGivesNothingOfTheInsideAway() {
    var response = HOUSE.post(query("{ boom }"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(tree(response).has("errors")).isTrue();
  }
}
