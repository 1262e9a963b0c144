package ai.kompl.gateway;

import static ai.kompl.gateway.GatewayHarness.ACME;
import static ai.kompl.gateway.GatewayHarness.code;
import static ai.kompl.gateway.GatewayHarness.eventually;
import static ai.kompl.gateway.GatewayHarness.jobId;
import static ai.kompl.gateway.GatewayHarness.query;
import static ai.kompl.gateway.GatewayHarness.tree;
import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.gateway.telemetry.AccessEntry;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class OperatorsTest {
  private static final AtomicBoolean DATABASE = new AtomicBoolean(true);
  private static final GatewayHarness HOUSE =
      new GatewayHarness(
          GatewaySettings.production(0),
          List.of(
              new ReadinessCheck("database", DATABASE::get),
              new ReadinessCheck(
                  "fragile",
                  () -> {
                    if (!DATABASE.get()) {
                      throw new IllegalStateException("secret host name");
                    }
                    return true;
                  })));

  @AfterAll
  static void stop() {
    HOUSE.close();
  }

  @Test
  void readinessFollowsItsChecksAndLivenessDoesNot() {
    assertThat(HOUSE.send(HOUSE.to("/health/ready")).statusCode()).isEqualTo(200);
    DATABASE.set(false);
    try {
      var ready = HOUSE.send(HOUSE.to("/health/ready"));

      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).contains("database").doesNotContain("secret");
      assertThat(HOUSE.send(HOUSE.to("/health/live")).statusCode()).isEqualTo(200);
    } finally {
      DATABASE.set(true);
    }
  }

  @Test
  void theMetersCountOperationsErrorsAndLiveOperations() {
    HOUSE.post(query("{ greeting }"));
    HOUSE.postAnonymously(query("{ me { id } }"));
    SocketClient client = SocketClient.ready(HOUSE, HOUSE.token());
    client.subscribe(
        "1", "subscription P($id: ID!) { importProgress(jobId: $id) { id } }", jobId(ACME));
    client.hear();

    String page = HOUSE.send(HOUSE.to("/metrics").header("Accept", "text/plain")).body();

    assertThat(page)
        .containsPattern(
            "kompl_gateway_operations_total\\{channel=\"http\",kind=\"query\",outcome=\"ok\".*} [1-9]")
        .containsPattern("kompl_gateway_errors_total\\{code=\"UNAUTHENTICATED\".*} [1-9]")
        .containsPattern("kompl_gateway_operation_duration_seconds_bucket")
        .containsPattern("kompl_gateway_subscriptions_active\\{?.*}? [1-9]")
        .containsPattern(
            "kompl_gateway_requests_total\\{route=\"/graphql\".*status=\"401\",?} [1-9]");
    client.close();
  }

  @Test
  void whatClientsWriteNeverBecomesALabel() {
    for (int i = 0; i < 20; i++) {
      HOUSE.send(HOUSE.to("/made-up-path-" + i));
      HOUSE.post(query("query MadeUpName" + i + " { greeting }"));
    }

    String page = HOUSE.send(HOUSE.to("/metrics").header("Accept", "text/plain")).body();

    assertThat(page)
        .doesNotContain("made-up-path")
        .doesNotContain("MadeUpName")
        .doesNotContain(ACME.value());
  }

  @Test
  void theAccessLogTellsWhoAndHowButNotWhat() {
    HOUSE.post(query("query Secretive { greeting }"), "X-Request-Id", "access-log-1");

    assertThat(
            eventually(
                () -> HOUSE.access.stream().anyMatch(it -> it.requestId().equals("access-log-1"))))
        .isTrue();
    AccessEntry entry =
        HOUSE.access.stream()
            .filter(it -> it.requestId().equals("access-log-1"))
            .findFirst()
            .orElseThrow();
    assertThat(entry.tenant()).hasValue(ACME.value());
    assertThat(entry.operation()).hasValue("query");
    assertThat(entry.route()).isEqualTo("/graphql");
    assertThat(entry.status()).isEqualTo(200);
    assertThat(entry.toString()).doesNotContain("Secretive");
  }

  @Test
  void thePublishedKeysArePassedThrough() {
    var response = HOUSE.send(HOUSE.to("/.well-known/jwks.json"));

    assertThat(tree(response).at("/keys/0/kty").asText()).isEqualTo("RSA");
    assertThat(tree(response).at("/keys/0").has("d")).isFalse();
  }

  @Test
  void workOverTheLimitIsRefusedWithAHintWhenToRetry() {
    var usual = GatewaySettings.production(0);
    var listener =
        new GatewaySettings.Listener(
            "127.0.0.1", 0, 100, 1, Duration.ofSeconds(75), Duration.ofSeconds(5));
    try (GatewayHarness small = new GatewayHarness(usual.withListener(listener))) {
      List<CompletableFuture<HttpResponse<String>>> waiting = List.of(slow(small), slow(small));
      assertThat(eventually(() -> small.operations.waiting.getCount() == 0)).isTrue();

      var refused = small.post(query("{ greeting }"));
      small.operations.goOn.release(10);

      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(code(refused)).isEqualTo("UNAVAILABLE");
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
      waiting.forEach(it -> assertThat(it.join().statusCode()).isIn(200, 503));
    }
  }

  private static CompletableFuture<HttpResponse<String>> slow(GatewayHarness house) {
    var request = house.json(query("{ waits }")).header("Authorization", "Bearer " + house.token());
    return house.client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void requestsUnderWayEndInPeaceWhenTheServerStops() {
    GatewayHarness leaving = new GatewayHarness(GatewaySettings.production(0));
    CompletableFuture<HttpResponse<String>> running = slow(leaving);
    assertThat(eventually(() -> leaving.operations.waiting.getCount() == 0)).isTrue();

    Thread stopping = Thread.ofVirtual().start(leaving.gateway::close);
    leaving.operations.goOn.release(10);

    assertThat(tree(running.join()).at("/data/waits").asInt()).isEqualTo(1);
    assertThat(eventually(() -> !stopping.isAlive())).isTrue();
  }
}
