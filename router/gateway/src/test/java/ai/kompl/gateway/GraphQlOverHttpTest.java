package ai.kompl.gateway;

import static ai.kompl.gateway.GatewayHarness.code;
import static ai.kompl.gateway.GatewayHarness.query;
import static ai.kompl.gateway.GatewayHarness.tree;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GraphQlOverHttpTest {
  private static final GatewayHarness HOUSE = new GatewayHarness(GatewaySettings.development(0));
  private static final GatewayHarness STRICT = new GatewayHarness(GatewaySettings.production(0));
  private static final String GRAPHQL_RESPONSE = "application/graphql-response+json";

  @AfterAll
  static void stop() {
    HOUSE.close();
    STRICT.close();
  }

  @Test
  void anOperationIsAnsweredInTheFormatThatTheClientPrefers() {
    var plain = HOUSE.post(query("{ greeting }"), "Accept", "application/json");
    var newer = HOUSE.post(query("{ greeting }"), "Accept", GRAPHQL_RESPONSE);

    assertThat(plain.statusCode()).isEqualTo(200);
    assertThat(contentType(plain)).startsWith("application/json");
    assertThat(contentType(newer)).startsWith(GRAPHQL_RESPONSE);
    assertThat(tree(newer).at("/data/greeting").asText()).isEqualTo("Hello, world");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          */*                                                              | application/json
          application/*                                                    | application/json
          application/graphql-response+json, application/json;q=0.9        | application/graphql-response+json
          application/graphql-response+json;q=0.5, application/json;q=0.9  | application/json
          text/html, application/graphql-response+json                     | application/graphql-response+json
          """)
  void theAcceptHeaderIsWeighed(String accept, String expected) {
    var response = HOUSE.post(query("{ greeting }"), "Accept", accept);

    assertThat(contentType(response)).startsWith(expected);
  }

  @Test
  void aClientThatAcceptsNothingOfOursIsToldSo() {
    var response = HOUSE.post(query("{ greeting }"), "Accept", "text/html, image/*;q=0.3");

    assertThat(response.statusCode()).isEqualTo(406);
    assertThat(code(response)).isEqualTo("NOT_ACCEPTABLE");
  }

  @Test
  void variablesAndTheOperationNameAreUsed() {
    String body =
        """
        {"query": "query A($n: String) { greeting(name: $n) } query B { __typename }",
         "operationName": "A", "variables": {"n": "Zoë"}, "extensions": null}\
        """;

    assertThat(tree(HOUSE.post(body)).at("/data/greeting").asText()).isEqualTo("Hello, Zoë");
  }

  @Test
  void anUnknownFieldIsARequestErrorAndNothingIsRun() {
    var newer = HOUSE.post(query("{ nothingLikeThis }"), "Accept", GRAPHQL_RESPONSE);
    var plain = HOUSE.post(query("{ nothingLikeThis }"), "Accept", "application/json");

    assertThat(newer.statusCode()).isEqualTo(400);
    assertThat(plain.statusCode()).isEqualTo(200);
    assertThat(code(newer)).isEqualTo("GRAPHQL_VALIDATION_FAILED");
    assertThat(tree(newer).has("data")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "{",
        "{\"query\": ",
        "\"text\"",
        "12",
        "null",
        "{\"query\":\"{a}\"} {}",
        "{\"query\":\"{a}\",\"query\":\"{b}\"}",
        "{\"query\": 'x'}",
        "{\"query\": \"\u0000\"}"
      })
  void aBodyThatIsNotOneJsonObjectIsRefused(String body) {
    var response = HOUSE.post(body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(code(response)).isEqualTo("INVALID_JSON");
  }

  @Test
  void aBodyThatIsNotUtf8IsRefused() {
    var request =
        HOUSE
            .to("/graphql")
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofByteArray(
                    "{\"query\":\"{ \u00e9 }\"}".getBytes(StandardCharsets.ISO_8859_1)));

    assertThat(code(HOUSE.send(request))).isEqualTo("INVALID_JSON");
  }

  @Test
  void deeplyNestedJsonIsRefusedBeforeItIsBuilt() {
    String deep = "[".repeat(50_000) + "]".repeat(50_000);
    var response = HOUSE.post("{\"query\":\"{ greeting }\",\"variables\":{\"a\":" + deep + "}}");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(code(response)).isEqualTo("INVALID_JSON");
  }

  @Test
  void severalOperationsInOneRequestAreRefusedWithAClearMessage() {
    var response = HOUSE.post("[" + query("{ greeting }") + "," + query("{ greeting }") + "]");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(code(response)).isEqualTo("BATCHING_NOT_SUPPORTED");
    assertThat(tree(response).at("/errors/0/message").asText())
        .contains("one operation per request");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                              | MISSING_QUERY
          {"query": null}                                 | MISSING_QUERY
          {"query": "  "}                                 | MISSING_QUERY
          {"query": 7}                                    | INVALID_PARAMETER
          {"query": "{ greeting }", "variables": []}      | INVALID_PARAMETER
          {"query": "{ greeting }", "variables": "x"}     | INVALID_PARAMETER
          {"query": "{ greeting }", "operationName": {}}  | INVALID_PARAMETER
          {"query": "{ greeting }", "extensions": 0}      | INVALID_PARAMETER
          {"documentId": "unheard of"}                    | PERSISTED_DOCUMENT_NOT_FOUND
          """)
  void parametersOfTheWrongKindAreNamed(String body, String expected) {
    var response = HOUSE.post(body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(code(response)).isEqualTo(expected);
  }

  @Test
  void variablesThatDoNotFitAreARequestError() {
    String body =
        "{\"query\": \"query($n: String!) { greeting(name: $n) }\", \"variables\": {\"n\": null}}";

    assertThat(HOUSE.post(body, "Accept", GRAPHQL_RESPONSE).statusCode()).isEqualTo(400);
    assertThat(HOUSE.post(body, "Accept", "application/json").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=utf-16",
        "nonsense"
      })
  void onlyJsonBodiesAreRead(String contentType) {
    var request =
        HOUSE
            .to("/graphql")
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofString(query("{ greeting }")));
    var response = HOUSE.send(request);

    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(code(response)).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
  }

  @Test
  void aBodyLargerThanTheLimitIsRefusedHoweverItIsSent() {
    byte[] large =
        query("{ greeting(name: \"" + "x".repeat(1024 * 1024) + "\") }")
            .getBytes(StandardCharsets.UTF_8);
    var declared = HOUSE.json("").POST(BodyPublishers.ofByteArray(large));
    var chunked =
        HOUSE
            .json("")
            .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large)));

    for (HttpRequest.Builder request : java.util.List.of(declared, chunked)) {
      var response = HOUSE.send(request);
      assertThat(response.statusCode()).isEqualTo(413);
      assertThat(code(response)).isEqualTo("PAYLOAD_TOO_LARGE");
      assertThat(tree(response).at("/errors/0/extensions/limit").asLong()).isEqualTo(1024 * 1024);
    }
  }

  @Test
  void queriesMayComeByGetInDevelopmentButMutationsNever() {
    var query = HOUSE.send(HOUSE.to(get("query", "{ __typename }")));
    var mutation =
        HOUSE.send(
            HOUSE.to(
                get(
                    "query",
                    "mutation { signIn(input:{email:\"a\",password:\"b\"}) { accessToken } }")));

    assertThat(query.statusCode()).isEqualTo(200);
    assertThat(mutation.statusCode()).isEqualTo(405);
    assertThat(mutation.headers().firstValue("Allow")).hasValue("POST");
    assertThat(code(mutation)).isEqualTo("METHOD_NOT_ALLOWED");
  }

  @Test
  void aMutationByGetChangesNothingEvenWithAToken() {
    var request =
        HOUSE
            .to(get("query", "mutation { rename(name:\"x\") { id } }"))
            .header("Authorization", "Bearer " + HOUSE.token());

    assertThat(HOUSE.send(request).statusCode()).isEqualTo(405);
    assertThat(HOUSE.operations.renamed).hasValue(0);
  }

  @Test
  void inProductionGetServesStoredDocumentsOnly() {
    var text = STRICT.send(production(get("query", "{ greeting }")));
    var stored = STRICT.send(production(get("documentId", "greet")));

    assertThat(text.statusCode()).isEqualTo(405);
    assertThat(code(text)).isEqualTo("METHOD_NOT_ALLOWED");
    assertThat(tree(stored).at("/data/greeting").asText()).isEqualTo("Hello, world");
  }

  @Test
  void inProductionAGetNeedsAHeaderThatNoFormCanSend() {
    var request =
        STRICT.to(get("documentId", "greet")).header("Authorization", "Bearer " + STRICT.token());

    assertThat(STRICT.send(request).statusCode()).isEqualTo(403);
    assertThat(code(STRICT.send(request))).isEqualTo("PREFLIGHT_REQUIRED");
  }

  private static HttpRequest.Builder production(String path) {
    return STRICT
        .to(path)
        .header("X-Kompl-Preflight", "1")
        .header("Authorization", "Bearer " + STRICT.token());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "PATCH", "HEAD"})
  void otherMethodsAreRefused(String method) {
    var request = HOUSE.to("/graphql").method(method, BodyPublishers.noBody());
    var response = HOUSE.send(request);

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).hasValue("GET, POST");
  }

  @Test
  void aSubscriptionNeedsAStreamingTransport() {
    var response = HOUSE.post(query("subscription { importProgress(jobId: \"x\") { id } }"));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(code(response)).isEqualTo("SUBSCRIPTION_TRANSPORT_REQUIRED");
  }

  @Test
  void whatIsNotServedIsNotFoundInTheSameForm() {
    var response = HOUSE.send(HOUSE.to("/no/such/path"));

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(code(response)).isEqualTo("NOT_FOUND");
  }

  @Test
  void aFaultGivesNothingOfTheInsideAway() {
    var response = HOUSE.post(query("{ boom }"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("INTERNAL").doesNotContain("secret");
  }

  private static String get(String name, String value) {
    return "/graphql?" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static String contentType(HttpResponse<?> response) {
    return response.headers().firstValue("Content-Type").orElse("");
  }
}
