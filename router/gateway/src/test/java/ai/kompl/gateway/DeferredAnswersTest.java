package ai.kompl.gateway;

import static ai.kompl.gateway.GatewayHarness.ACME;
import static ai.kompl.gateway.GatewayHarness.jobId;
import static ai.kompl.gateway.GatewayHarness.query;
import static ai.kompl.gateway.GatewayHarness.tree;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers in parts over HTTP, by the real engine. */
@Timeout(30)
final class DeferredAnswersTest {
  private static final String PARTS = "multipart/mixed;deferSpec=20220824, application/json";
  private static final String PART_HEAD =
      "\r\nContent-Type: application/json; charset=utf-8\r\n\r\n";
  private static final TwoSubgraphs SUBGRAPHS = new TwoSubgraphs();
  private static final GatewayHarness HOUSE =
      new GatewayHarness(GatewaySettings.production(0), SUBGRAPHS);

  @AfterAll
  static void stop() {
    HOUSE.close();
  }

  @AfterEach
  void noWaiting() {
    SUBGRAPHS.beforeAccounts.set(() -> {});
  }

  private static String deferring(String job) {
    return query(
        "{ importJob(id: \""
            + job
            + "\") { done ... @defer(label: \"owner\") { owner { tenant } } } }");
  }

  @Test
  void theFirstPartComesBeforeADeferredCallIsAnswered() throws Exception {
    CountDownLatch firstIsRead = new CountDownLatch(1);
    SUBGRAPHS.beforeAccounts.set(() -> await(firstIsRead));
    String job = jobId(ACME);
    SUBGRAPHS.done(job).set(3);

    HttpResponse<InputStream> response =
        HOUSE.client.send(
            HOUSE
                .json(deferring(job), "Accept", PARTS)
                .header("Authorization", "Bearer " + HOUSE.token())
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    String first;
    String second;
    String rest;
    try (InputStream body = response.body()) {
      readTo(body, "--graphql");
      first = readTo(body, "\r\n--graphql");
      firstIsRead.countDown();
      second = readTo(body, "\r\n--graphql");
      rest = new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }

    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .isEqualTo("multipart/mixed; boundary=\"graphql\"; deferSpec=20220824");
    assertThat(first)
        .isEqualTo(PART_HEAD + "{\"data\":{\"importJob\":{\"done\":3}},\"hasNext\":true}");
    assertThat(second)
        .isEqualTo(
            PART_HEAD
                + "{\"incremental\":[{\"label\":\"owner\",\"path\":[\"importJob\"],"
                + "\"data\":{\"owner\":{\"tenant\":\""
                + ACME.value()
                + "\"}}}],\"hasNext\":false}");
    assertThat(rest).isEqualTo("--\r\n");
  }

  @Test
  void aClientThatDoesNotAskForPartsGetsTheWholeAnswer() {
    String job = jobId(ACME);

    var response = HOUSE.post(deferring(job), "Accept", "application/json");

    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
    assertThat(tree(response).at("/data/importJob/owner/tenant").asText()).isEqualTo(ACME.value());
    assertThat(tree(response).has("hasNext")).isFalse();
  }

  @Test
  void anAnswerOfOnePartIsPlainWhereTheClientTakesThat() {
    var whole = HOUSE.post(query("{ me { tenant } }"), "Accept", PARTS);
    var refused = HOUSE.post(query("{ meh ... @defer { me { id } } }"), "Accept", PARTS);
    var onlyParts = HOUSE.post(query("{ me { tenant } }"), "Accept", "multipart/mixed");

    assertThat(tree(whole).at("/data/me/tenant").asText()).isEqualTo(ACME.value());
    assertThat(GatewayHarness.code(refused)).isEqualTo("GRAPHQL_VALIDATION_FAILED");
    assertThat(onlyParts.body())
        .isEqualTo(
            "--graphql"
                + PART_HEAD
                + "{\"data\":{\"me\":{\"tenant\":\""
                + ACME.value()
                + "\"}}}\r\n--graphql--\r\n");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What comes before the mark, which is read too. */
  private static String readTo(InputStream in, String mark) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.length() < mark.length()
        || !text.substring(text.length() - mark.length()).equals(mark)) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("ended after " + text);
      }
      text.append((char) next);
    }
    return text.substring(0, text.length() - mark.length());
  }
}
