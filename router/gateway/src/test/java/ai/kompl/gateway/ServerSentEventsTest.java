package ai.kompl.gateway;

import static ai.kompl.gateway.GatewayHarness.ACME;
import static ai.kompl.gateway.GatewayHarness.OTHER;
import static ai.kompl.gateway.GatewayHarness.code;
import static ai.kompl.gateway.GatewayHarness.eventually;
import static ai.kompl.gateway.GatewayHarness.jobId;
import static ai.kompl.gateway.GatewayHarness.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class ServerSentEventsTest {
  private static final GatewayHarness HOUSE = new GatewayHarness(settings());

  private static GatewaySettings settings() {
    GatewaySettings usual = GatewaySettings.production(0);
    var sockets = usual.streams().sockets();
    var quick =
        new ai.kompl.gateway.websocket.SocketLimits(
            sockets.initialisation(),
            Duration.ofMillis(200),
            sockets.sending(),
            sockets.messageBytes(),
            sockets.operations(),
            sockets.connections());
    return usual.withStreams(new GatewaySettings.Streams(quick, 4, 100));
  }

  @AfterAll
  static void stop() {
    HOUSE.close();
  }

  @Test
  void aSubscriptionStreamsThePresentStateAndThenEveryChange() throws IOException {
    String job = jobId(ACME);
    HOUSE.operations.done(job).set(1);
    try (Events events = subscribe(job, HOUSE.token())) {
      JsonNode first = events.next();
      HOUSE.progressed(ACME, job, 2);
      JsonNode second = events.next();

      assertThat(first.at("/data/importProgress/done").asInt()).isEqualTo(1);
      assertThat(second.at("/data/importProgress/done").asInt()).isEqualTo(2);
    }
  }

  @Test
  void quietStreamsShowThatTheyLive() throws IOException {
    try (Events events = subscribe(jobId(ACME), HOUSE.token())) {
      events.next();

      assertThat(events.line()).isEqualTo(":");
    }
  }

  @Test
  void theStreamEndsWithTheToken() throws IOException {
    try (Events events = subscribe(jobId(ACME), HOUSE.token(ACME, Duration.ofSeconds(2)))) {
      events.next();
      JsonNode last = events.next();

      assertThat(last.at("/errors/0/extensions/code").asText()).isEqualTo("UNAUTHENTICATED");
      assertThat(events.name()).isEqualTo("complete");
    }
  }

  @Test
  void anIdOfAnotherTenantDoesNotExist() {
    var response = HOUSE.send(HOUSE.json(body(jobId(OTHER))).headers(headers(HOUSE.token())));

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(code(response)).isEqualTo("NOT_FOUND");
  }

  @Test
  void withoutATokenThereIsNoStream() {
    var response = HOUSE.send(HOUSE.json(body(jobId(ACME))).header("Accept", "text/event-stream"));

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(code(response)).isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void aQueryIsOneEventAndThenComplete() {
    String text =
        HOUSE
            .send(HOUSE.json(GatewayHarness.query("{ greeting }")).headers(headers(HOUSE.token())))
            .body();

    assertThat(text)
        .contains("event: next\ndata: {\"data\":{\"greeting\":\"Hello, world\"}}\n\n")
        .endsWith("event: complete\ndata: \n\n");
  }

  @Test
  void anInvalidDocumentIsReportedInTheStream() {
    String text =
        HOUSE
            .send(HOUSE.json(GatewayHarness.query("{ nothing }")).headers(headers(HOUSE.token())))
            .body();

    assertThat(text).contains("GRAPHQL_VALIDATION_FAILED").contains("event: complete");
  }

  @Test
  void aClientThatLeavesIsForgotten() throws IOException {
    int before = HOUSE.access.size();
    try (Events events = subscribe(jobId(ACME), HOUSE.token())) {
      events.next();
    }

    assertThat(eventually(() -> HOUSE.access.size() > before)).isTrue();
  }

  private static String body(String jobId) {
    return "{\"query\":\"subscription P($id: ID!) { importProgress(jobId: $id) { id done } }\","
        + "\"variables\":{\"id\":\""
        + jobId
        + "\"}}";
  }

  private static String[] headers(String token) {
    return new String[] {"Authorization", "Bearer " + token, "Accept", "text/event-stream"};
  }

  private static Events subscribe(String jobId, String token) throws IOException {
    try {
      HttpResponse<InputStream> response =
          HOUSE.client.send(
              HOUSE.json(body(jobId)).headers(headers(token)).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/event-stream");
      return new Events(
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private record Events(BufferedReader in) implements AutoCloseable {
    String line() throws IOException {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (!line.isEmpty()) {
          return line;
        }
      }
      throw new IOException("the stream has ended");
    }

    String name() throws IOException {
      String line = line();
      while (!line.startsWith("event: ")) {
        line = line();
      }
      return line.substring("event: ".length());
    }

    JsonNode next() throws IOException {
      assertThat(name()).isEqualTo("next");
      return tree(line().substring("data: ".length()));
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
