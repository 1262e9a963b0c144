package ai.kompl.kit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.tenancy.caller.token.InternalCall;
import ai.kompl.tenancy.caller.token.InternalTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SubgraphServerTest {

  private static final byte[] SECRET =
      "a secret of at least thirty-two bytes".getBytes(StandardCharsets.UTF_8);

  private final AtomicBoolean databaseAnswers = new AtomicBoolean(true);
  private final InternalTokens router = tokens("library");
  private final Library library = new Library();
  private final SubgraphServer server =
      SubgraphServer.start(
          library.subgraph(),
          tokens("library"),
          Map.of("database", databaseAnswers::get),
          InetAddress.getLoopbackAddress(),
          0);
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    http.close();
    server.close();
    library.close();
  }

  @Test
  void theRoutersRequestIsAnsweredForItsCaller() throws Exception {
    HttpResponse<String> answer =
        post(
            "{\"query\":\"query ($n: Int) { books(first: $n) { edges { node { author { name } } } } }\","
                + "\"variables\":{\"n\":1}}",
            token(Instant.now().plusSeconds(5)));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"data\":{\"books\":{\"edges\":[{\"node\":{\"author\":{\"name\":\"Author 1\"}}}]}}}");
    assertThat(library.reads).containsExactly("authors1 for aaaaaaaa00000001 in request-7");
  }

  @Test
  void withoutAGoodTokenNothingIsRead() throws Exception {
    String query = "{\"query\":\"{ books { totalCount } }\"}";
    String otherSubgraph =
        tokens("other").mint(call(Instant.now().plusSeconds(5)), "POST", "/graphql");
    String otherPath = router.mint(call(Instant.now().plusSeconds(5)), "POST", "/other");
    String stranger =
        new InternalTokens(
                "another secret of thirty-two bytes!!".getBytes(StandardCharsets.UTF_8),
                "library",
                InstantSource.system())
            .mint(call(Instant.now().plusSeconds(5)), "POST", "/graphql");

    for (String bad : new String[] {"", "nonsense", otherSubgraph, otherPath, stranger}) {
      HttpResponse<String> answer = post(query, bad);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.body()).contains("UNAUTHENTICATED");
    }
    assertThat(library.reads).isEmpty();
  }

  @Test
  void aDeadlineThatHasPassedIsToldAsTimeout() throws Exception {
    HttpResponse<String> answer =
        post("{\"query\":\"{ motto }\"}", token(Instant.now().minusSeconds(1)));

    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(answer.body()).contains("TIMEOUT");
  }

  @Test
  void bodiesThatAreNoRequestAreRefused() throws Exception {
    for (String bad :
        new String[] {
          "",
          "nonsense",
          "null",
          "[]",
          "{}",
          "{\"query\":1}",
          "{\"query\":\"{ motto }\",\"variables\":[]}"
        }) {
      HttpResponse<String> answer = post(bad, token(Instant.now().plusSeconds(5)));
      assertThat(answer.statusCode()).as(bad).isEqualTo(400);
      assertThat(answer.body()).contains("VALIDATION_FAILED");
    }
  }

  @Test
  void theSchemaIsThereForComposition() throws Exception {
    HttpResponse<String> answer = get("/sdl");

    assertThat(answer.body()).isEqualTo(Library.SDL);
  }

  @Test
  void readinessFollowsItsChecksAndLivenessDoesNot() throws Exception {
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);

    databaseAnswers.set(false);

    assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(get("/health/ready").body()).contains("database");
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  private String token(Instant deadline) {
    return router.mint(call(deadline), "POST", "/graphql");
  }

  private static InternalCall call(Instant deadline) {
    return new InternalCall(Optional.of(Library.caller(Library.ACME)), "request-7", deadline);
  }

  private static InternalTokens tokens(String subgraph) {
    return new InternalTokens(SECRET, subgraph, InstantSource.system());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String body, String token)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri("/graphql"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header(SubgraphServer.TOKEN_HEADER, token);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create(
        "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + server.port() + path);
  }
}
