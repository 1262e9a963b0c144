package ai.kompl.gateway;

import static ai.kompl.gateway.GatewayHarness.ACME;
import static ai.kompl.gateway.GatewayHarness.OTHER;
import static ai.kompl.gateway.GatewayHarness.eventually;
import static ai.kompl.gateway.GatewayHarness.jobId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.gateway.websocket.SocketLimits;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebSocketTest {
  private static final String PROGRESS =
      "subscription P($id: ID!) { importProgress(jobId: $id) { id done } }";
  private static final GatewayHarness HOUSE = new GatewayHarness(settings());

  private static GatewaySettings settings() {
    var limits =
        new SocketLimits(
            Duration.ofMillis(1500),
            Duration.ofMillis(500),
            Duration.ofSeconds(5),
            64 * 1024,
            3,
            50);
    return GatewaySettings.production(0).withStreams(new GatewaySettings.Streams(limits, 4, 100));
  }

  @AfterAll
  static void stop() {
    HOUSE.close();
  }

  private static SocketClient ready() {
    return SocketClient.ready(HOUSE, HOUSE.token());
  }

  @Test
  void aSubscriptionSendsThePresentStateAndThenEveryChange() {
    SocketClient client = ready();
    String job = jobId(ACME);
    HOUSE.operations.done(job).set(3);

    client.subscribe("1", PROGRESS, job);
    JsonNode first = client.hear();
    HOUSE.progressed(ACME, job, 4);
    JsonNode second = client.hear();

    assertThat(first.path("type").asText()).isEqualTo("next");
    assertThat(first.at("/payload/data/importProgress/done").asInt()).isEqualTo(3);
    assertThat(second.at("/payload/data/importProgress/done").asInt()).isEqualTo(4);
    client.close();
  }

  @Test
  void eventsOfOthersAreNotHeard() {
    SocketClient client = ready();
    String job = jobId(ACME);
    client.subscribe("1", PROGRESS, job);
    client.hear();

    HOUSE.progressed(OTHER, job, 8);
    HOUSE.progressed(ACME, jobId(OTHER), 9);
    client.say("{\"type\":\"ping\",\"payload\":{\"n\":1}}");

    JsonNode pong = client.hear();
    assertThat(pong.path("type").asText()).isEqualTo("pong");
    assertThat(pong.at("/payload/n").asInt()).isEqualTo(1);
    client.close();
  }

  @Test
  void anIdOfAnotherTenantDoesNotExist() {
    SocketClient client = ready();

    client.subscribe("1", PROGRESS, jobId(OTHER));

    JsonNode error = client.hear();
    assertThat(error.path("type").asText()).isEqualTo("error");
    assertThat(error.at("/payload/0/extensions/code").asText()).isEqualTo("NOT_FOUND");
    assertThat(client.isOpen()).isTrue();
    client.close();
  }

  @Test
  void queriesAndMutationsAreAnsweredAndCompleted() {
    SocketClient client = ready();

    client.say(
        "{\"id\":\"q\",\"type\":\"subscribe\",\"payload\":{\"query\":\"{ me { tenant } }\"}}");

    assertThat(client.hear().at("/payload/data/me/tenant").asText()).isEqualTo(ACME.value());
    JsonNode end = client.hear();
    assertThat(end.path("type").asText()).isEqualTo("complete");
    assertThat(end.path("id").asText()).isEqualTo("q");
    client.close();
  }

  @Test
  void anInvalidDocumentIsAnErrorOfThatOperationOnly() {
    SocketClient client = ready();

    client.say("{\"id\":\"x\",\"type\":\"subscribe\",\"payload\":{\"query\":\"{ nothing }\"}}");
    JsonNode error = client.hear();
    client.say("{\"id\":\"x\",\"type\":\"subscribe\",\"payload\":{\"query\":\"{ greeting }\"}}");

    assertThat(error.path("type").asText()).isEqualTo("error");
    assertThat(error.at("/payload/0/extensions/code").asText())
        .isEqualTo("GRAPHQL_VALIDATION_FAILED");
    assertThat(client.hear().path("type").asText()).isEqualTo("next");
    client.close();
  }

  @Test
  void anOperationEndedByTheClientSendsNothingMore() {
    SocketClient client = ready();
    String job = jobId(ACME);
    client.subscribe("1", PROGRESS, job);
    client.hear();

    client.say("{\"id\":\"1\",\"type\":\"complete\"}");
    client.subscribe("1", PROGRESS, job);
    client.hear();
    HOUSE.progressed(ACME, job, 21);

    assertThat(client.hear().at("/payload/data/importProgress/done").asInt()).isEqualTo(21);
    assertThat(client.silent()).isTrue();
    client.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "[]",
        "{}",
        "{\"type\":7}",
        "{\"type\":\"start\"}",
        "{\"type\":\"connection_init\",\"payload\":[]}",
        "{\"type\":\"complete\"}",
        "{\"type\":\"subscribe\",\"id\":\"\",\"payload\":{\"query\":\"{a}\"}}",
        "{\"type\":\"subscribe\",\"id\":\"1\"}",
        "{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{\"query\":1}}"
      })
  void aMalformedMessageCloses4400(String message) {
    SocketClient client = ready();

    client.say(message);

    assertThat(client.closeCode()).isEqualTo(4400);
  }

  @Test
  void aBinaryMessageCloses4400() {
    SocketClient client = ready();

    client.sayBinary(new byte[] {1, 2});

    assertThat(client.closeCode()).isEqualTo(4400);
  }

  @Test
  void anOperationBeforeTheIntroductionCloses4401() {
    SocketClient client = SocketClient.open(HOUSE);

    client.subscribe("1", PROGRESS, jobId(ACME));

    assertThat(client.closeCode()).isEqualTo(4401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"connection_init\"}",
        "{\"type\":\"connection_init\",\"payload\":{}}",
        "{\"type\":\"connection_init\",\"payload\":{\"Authorization\":\"Bearer nonsense\"}}"
      })
  void anIntroductionWithoutAValidTokenCloses4403(String introduction) {
    SocketClient client = SocketClient.open(HOUSE);

    client.say(introduction);

    assertThat(client.closeCode()).isEqualTo(4403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "graphql-ws", "something-else"})
  void anotherSubprotocolCloses4406(String protocol) {
    assertThat(SocketClient.open(HOUSE, protocol).closeCode()).isEqualTo(4406);
  }

  @Test
  void silenceInsteadOfAnIntroductionCloses4408() {
    assertThat(SocketClient.open(HOUSE).closeCode()).isEqualTo(4408);
  }

  @Test
  void theSameIdTwiceAtATimeCloses4409() {
    SocketClient client = ready();
    client.subscribe("1", PROGRESS, jobId(ACME));
    client.hear();

    client.subscribe("1", PROGRESS, jobId(ACME));

    assertThat(client.closeCode()).isEqualTo(4409);
  }

  @Test
  void aSecondIntroductionCloses4429() {
    SocketClient client = ready();

    client.say("{\"type\":\"connection_init\"}");

    assertThat(client.closeCode()).isEqualTo(4429);
  }

  @Test
  void aMessageOverTheLimitCloses1009() {
    SocketClient client = ready();

    client.say("{\"type\":\"ping\",\"payload\":{\"a\":\"" + "x".repeat(100 * 1024) + "\"}}");

    assertThat(client.closeCode()).isEqualTo(1009);
  }

  @Test
  void moreOperationsThanAllowedAreRefusedOneByOne() {
    SocketClient client = ready();
    for (int i = 0; i < 3; i++) {
      client.subscribe("s" + i, PROGRESS, jobId(ACME));
      client.hear();
    }

    client.subscribe("s3", PROGRESS, jobId(ACME));

    JsonNode error = client.hear();
    assertThat(error.path("id").asText()).isEqualTo("s3");
    assertThat(error.at("/payload/0/extensions/code").asText()).isEqualTo("TOO_MANY_SUBSCRIPTIONS");
    client.close();
  }

  @Test
  void theEndOfTheTokenEndsTheConversation() {
    SocketClient client = SocketClient.ready(HOUSE, HOUSE.token(ACME, Duration.ofSeconds(2)));
    client.subscribe("1", PROGRESS, jobId(ACME));
    client.hear();

    assertThat(client.closeCode()).isEqualTo(4401);
  }

  @Test
  void aPageOfAnotherOriginCannotConnect() {
    assertThatThrownBy(() -> SocketClient.openFrom(HOUSE, "https://evil.example"))
        .hasStackTraceContaining("403");
    SocketClient own = SocketClient.openFrom(HOUSE, "http://127.0.0.1:" + HOUSE.gateway.port());
    assertThat(own.isOpen()).isTrue();
    own.abort();
  }

  @Test
  void aQuietConnectionIsKeptAliveByPings() {
    SocketClient client = ready();
    client.subscribe("1", PROGRESS, jobId(ACME));
    client.hear();
    long later = System.nanoTime() + Duration.ofSeconds(2).toNanos();

    assertThat(eventually(() -> System.nanoTime() > later)).isTrue();

    assertThat(client.isOpen()).isTrue();
    HOUSE.progressed(ACME, jobId(ACME), 77);
    assertThat(client.hear().at("/payload/data/importProgress/done").asInt()).isEqualTo(77);
    client.close();
  }

  @Test
  void aLostConnectionLeavesNothingBehind() {
    SocketClient client = ready();
    client.subscribe("1", PROGRESS, jobId(ACME));
    client.hear();
    int before = HOUSE.access.size();

    client.abort();

    assertThat(eventually(() -> HOUSE.access.size() > before)).isTrue();
    assertThat(HOUSE.access).anyMatch(it -> it.method().equals("WS") && it.status() == 1006);
  }

  @Test
  void aServerThatStopsTellsItsClientsToConnectAgain() {
    GatewayHarness leaving = new GatewayHarness(settings());
    SocketClient client = SocketClient.ready(leaving, leaving.token());
    client.subscribe("1", PROGRESS, jobId(ACME));
    client.hear();

    leaving.gateway.close();

    assertThat(client.closeCode()).isEqualTo(1001);
    assertThat(client.silent()).isTrue();
  }
}
