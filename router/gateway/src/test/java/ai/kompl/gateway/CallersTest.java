package ai.kompl.gateway;

import static ai.kompl.gateway.GatewayHarness.ACME;
import static ai.kompl.gateway.GatewayHarness.code;
import static ai.kompl.gateway.GatewayHarness.query;
import static ai.kompl.gateway.GatewayHarness.tree;
import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.tenancy.caller.token.SigningKey;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class CallersTest {
  private static final GatewayHarness HOUSE = new GatewayHarness(GatewaySettings.production(0));
  private static final GatewayHarness OPEN = new GatewayHarness(GatewaySettings.development(0));
  private static final String ME = query("{ me { id tenant requestId } }");

  @AfterAll
  static void stop() {
    HOUSE.close();
    OPEN.close();
  }

  @Test
  void aValidTokenBecomesTheCallerOfItsTenant() {
    var response = HOUSE.post(ME, "X-Request-Id", "trace-me-0001");

    assertThat(tree(response).at("/data/me/tenant").asText()).isEqualTo(ACME.value());
    assertThat(tree(response).at("/data/me/requestId").asText()).isEqualTo("trace-me-0001");
    assertThat(response.headers().firstValue("X-Request-Id")).hasValue("trace-me-0001");
  }

  @Test
  void withoutATokenOnlyPublicFieldsAreRun() {
    var publicly =
        HOUSE.postAnonymously(
            query("mutation { signIn(input:{email:\"a\",password:\"b\"}) { accessToken } }"));
    var privately = HOUSE.postAnonymously(ME);

    assertThat(tree(publicly).at("/data/signIn/accessToken").asText()).isEqualTo("made");
    assertThat(privately.statusCode()).isEqualTo(401);
    assertThat(code(privately)).isEqualTo("UNAUTHENTICATED");
    assertThat(challenge(privately)).isEqualTo("Bearer realm=\"kompl\"");
  }

  @Test
  void aPublicFieldDoesNotOpenTheWayForOthersBesideIt() {
    var response =
        HOUSE.postAnonymously(
            query(
                "mutation { signIn(input:{email:\"a\",password:\"b\"}) { accessToken }"
                    + " rename(name: \"x\") { id } }"));

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(HOUSE.operations.renamed).hasValue(0);
  }

  @Test
  void anExpiredTokenIsRefused() {
    refused(HOUSE.token(ACME, Duration.ofMinutes(-1)));
  }

  @Test
  void aTamperedTokenIsRefused() {
    String[] parts = HOUSE.token().split("\\.");
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    String raised = claims.replace("member", "admin_");

    assertThat(raised).isNotEqualTo(claims);
    refused(parts[0] + "." + encode(raised) + "." + parts[2]);
  }

  @Test
  void aTokenForAnotherAudienceIsRefused() {
    SigningKey key = SigningKey.generate();
    var foreign = GatewayHarness.issuer(key, GatewayHarness.AUDIENCE);

    refused(HOUSE.tokenFor("another-service"));
    refused(foreign.issue(GatewayHarness.ana(ACME), Duration.ofMinutes(5)).value());
  }

  @Test
  void anUnsignedTokenIsRefused() {
    String[] parts = HOUSE.token().split("\\.");
    String header = encode("{\"alg\":\"none\",\"typ\":\"at+jwt\"}");

    refused(header + "." + parts[1] + ".");
    refused(header + "." + parts[1] + "." + parts[2]);
  }

  @Test
  void nonsenseInTheAuthorizationHeaderIsRefused() {
    for (String value : new String[] {"Bearer", "Bearer x", "Basic YTpi", "Bearer a.b.c"}) {
      var response = HOUSE.send(HOUSE.json(ME).header("Authorization", value));

      assertThat(response.statusCode()).as(value).isEqualTo(401);
      assertThat(code(response)).isEqualTo("UNAUTHENTICATED");
    }
  }

  @Test
  void aBadTokenIsRefusedEvenWhereNoneIsNeeded() {
    var response =
        HOUSE.send(
            HOUSE
                .json(
                    query(
                        "mutation { signIn(input:{email:\"a\",password:\"b\"}) { accessToken } }"))
                .header("Authorization", "Bearer nonsense"));

    assertThat(response.statusCode()).isEqualTo(401);
  }

  @Test
  void theSchemaIsShownToCallersAndInDevelopmentToEveryone() {
    String schema = query("{ __schema { queryType { name } } }");

    assertThat(HOUSE.postAnonymously(schema).statusCode()).isEqualTo(401);
    assertThat(HOUSE.postAnonymously(query("{ __typename }")).statusCode()).isEqualTo(401);
    assertThat(tree(HOUSE.post(schema)).at("/data/__schema/queryType/name").asText())
        .isEqualTo("Query");
    assertThat(tree(OPEN.postAnonymously(schema)).has("data")).isTrue();
  }

  @Test
  void aRequestIdThatCouldDisturbLogsIsReplaced() {
    var response = HOUSE.post(ME, "X-Request-Id", "a b;\"c\"");

    assertThat(response.headers().firstValue("X-Request-Id").orElse("")).matches("[0-9a-f]{24}");
  }

  private static void refused(String token) {
    var response = HOUSE.send(HOUSE.json(ME).header("Authorization", "Bearer " + token));

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(code(response)).isEqualTo("UNAUTHENTICATED");
    assertThat(challenge(response)).contains("error=\"invalid_token\"");
    assertThat(response.body()).doesNotContain(token);
  }

  private static String challenge(HttpResponse<?> response) {
    return response.headers().firstValue("WWW-Authenticate").orElse("");
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
