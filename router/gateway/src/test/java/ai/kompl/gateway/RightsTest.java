package ai.kompl.gateway;

import static ai.kompl.gateway.GatewayHarness.ACME;
import static ai.kompl.gateway.GatewayHarness.OTHER;
import static ai.kompl.gateway.GatewayHarness.code;
import static ai.kompl.gateway.GatewayHarness.jobId;
import static ai.kompl.gateway.GatewayHarness.query;
import static ai.kompl.gateway.GatewayHarness.tree;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What the schema protects, over HTTP: the access token decides, and nothing else. */
final class RightsTest {
  private static final TwoSubgraphs SUBGRAPHS = new TwoSubgraphs();
  private static final GatewayHarness HOUSE =
      new GatewayHarness(GatewaySettings.production(0), SUBGRAPHS);

  @AfterAll
  static void stop() {
    HOUSE.close();
  }

  @Test
  void theScopesOfTheTokenOpenWhatAsksForThem() {
    String body = query("{ me { tenant } payroll }");

    var narrowed = HOUSE.postAs(HOUSE.tokenWith(ACME, "payroll:read"), body);
    var other = HOUSE.postAs(HOUSE.tokenWith(ACME, "finance", "reader"), body);
    var half = HOUSE.postAs(HOUSE.tokenWith(ACME, "finance"), body);
    var none = HOUSE.post(body);

    assertThat(tree(narrowed).at("/data/payroll").asInt()).isEqualTo(4200);
    assertThat(tree(other).at("/data/payroll").asInt()).isEqualTo(4200);
    assertThat(tree(half).at("/data/payroll").isNull()).isTrue();
    assertThat(tree(none).at("/data/payroll").isNull()).isTrue();
    assertThat(tree(none).at("/data/me/tenant").asText()).isEqualTo(ACME.value());
    assertThat(code(none)).isEqualTo("UNAUTHORIZED_FIELD_OR_TYPE");
    assertThat(none.statusCode()).isEqualTo(200);
  }

  @Test
  void aHeaderThatClaimsScopesOpensNothing() {
    var response = HOUSE.post(query("{ payroll }"), "X-Scopes", "payroll:read", "Scope", "hr");

    assertThat(code(response)).isEqualTo("UNAUTHORIZED_FIELD_OR_TYPE");
  }

  @Test
  void aPolicyIsDecidedByThePortAndAnUnknownOneHoldsForNobody() {
    String body = query("{ plans rumours }");

    var inside = HOUSE.postAs(HOUSE.tokenWith(ACME), body);
    var outside = HOUSE.postAs(HOUSE.tokenWith(OTHER), body);

    assertThat(tree(inside).at("/data/plans").asText()).isEqualTo("world peace");
    assertThat(tree(inside).at("/data/rumours").isNull()).isTrue();
    assertThat(tree(outside).at("/data/plans").isNull()).isTrue();
  }

  @Test
  void aStrangerSeesOfAPublicOperationWhatIsNotProtected() {
    String body =
        query(
            "mutation { signIn(input: {email: \"a\", password: \"b\"}) { accessToken lastSeen } }");

    var stranger = HOUSE.postAnonymously(body);
    var known = HOUSE.post(body);

    assertThat(tree(stranger).at("/data/signIn/accessToken").asText()).isEqualTo("made");
    assertThat(tree(stranger).at("/data/signIn/lastSeen").isNull()).isTrue();
    assertThat(tree(known).at("/data/signIn/lastSeen").asText()).isEqualTo("today");
  }

  @Test
  void aDeniedMutationIsNotCarriedOut() {
    String body = query("mutation { promote(name: \"x\") { id } }");

    var denied = HOUSE.post(body);
    int after = SUBGRAPHS.renamed.get();
    var granted = HOUSE.postAs(HOUSE.tokenWith(ACME, "hr"), body);

    assertThat(code(denied)).isEqualTo("UNAUTHORIZED_FIELD_OR_TYPE");
    assertThat(after).isZero();
    assertThat(tree(granted).at("/data/promote/id").isTextual()).isTrue();
    assertThat(SUBGRAPHS.renamed).hasValue(1);
  }

  @Test
  void aDeniedSubscriptionIsRefusedBeforeItListens() {
    String audit = "subscription A($id: ID!) { importAudit(jobId: $id) { id done } }";
    SocketClient denied = SocketClient.ready(HOUSE, HOUSE.token());
    SocketClient granted = SocketClient.ready(HOUSE, HOUSE.tokenWith(ACME, "audit"));

    denied.subscribe("1", audit, jobId(ACME));
    granted.subscribe("1", audit, jobId(ACME));

    assertThat(denied.hear().at("/payload/0/extensions/code").asText())
        .isEqualTo("UNAUTHORIZED_FIELD_OR_TYPE");
    assertThat(granted.hear().at("/payload/data/importAudit/done").isInt()).isTrue();
    denied.close();
    granted.close();
  }
}
