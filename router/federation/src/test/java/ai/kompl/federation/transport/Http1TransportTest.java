package ai.kompl.federation.transport;

import static ai.kompl.federation.transport.Calls.ANSWER;
import static ai.kompl.federation.transport.Calls.MUTATION;
import static ai.kompl.federation.transport.Calls.QUERY;
import static ai.kompl.federation.transport.Calls.call;
import static ai.kompl.federation.transport.Calls.code;
import static ai.kompl.federation.transport.Calls.text;
import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.json.PagePool;
import ai.kompl.federation.testkit.HttpStub;
import ai.kompl.federation.testkit.HttpStub.Reply;
import ai.kompl.federation.transport.SubgraphResponse.Failed;
import ai.kompl.federation.transport.SubgraphResponse.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class Http1TransportTest {

  @Test
  void theBodyHoldsOperationAndVariablesAndTheHeadersOfTheSource() {
    AtomicReference<HttpStub.Request> seen = new AtomicReference<>();
    try (HttpStub stub =
            HttpStub.start(request -> {
              seen.set(request);
              return Reply.json(ANSWER);
            });
        Http1Transport transport =
            Http1Transport.create(
                stub.endpoint(),
                _ -> List.of(Map.entry("Authorization", "Bearer x")),
                settings(1000))) {

      SubgraphResponse response = transport.execute(call(QUERY, Duration.ofSeconds(5)));

      assertThat(text(response)).isEqualTo(ANSWER);
      assertThat(seen.get().line()).isEqualTo("POST /graphql HTTP/1.1");
      assertThat(seen.get().headers()).containsEntry("authorization", "Bearer x");
      assertThat(seen.get().text())
          .isEqualTo(
              "{\"query\":\"query Q { a }\",\"operationName\":\"Q\",\"variables\":{\"v\":1}}");
    }
  }

  @Test
  void queriesShareOneConnectionOneAfterAnother() {
    try (HttpStub stub = HttpStub.start(_ -> Reply.json(ANSWER));
        Http1Transport transport = transport(stub)) {
      for (int i = 0; i < 10; i++) {
        assertThat(text(transport.execute(call(QUERY, Duration.ofSeconds(5))))).isEqualTo(ANSWER);
      }

      assertThat(stub.connections()).isEqualTo(1);
      assertThat(transport.idleConnections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1000})
  void chunkedAnswersAreReadWhole(int size) {
    String large = "{\"data\":{\"a\":\"" + "ä☃x".repeat(200) + "\"}}";
    try (HttpStub stub = HttpStub.start(_ -> Reply.chunked(large, size));
        Http1Transport transport = transport(stub)) {
      for (int i = 0; i < 3; i++) {
        assertThat(text(transport.execute(call(QUERY, Duration.ofSeconds(5))))).isEqualTo(large);
      }

      assertThat(stub.connections()).isEqualTo(1);
    }
  }

  @Test
  void anAnswerThatEndsWithTheConnectionIsRead() {
    Reply reply =
        Reply.raw("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n{\"data\":null}", true);
    try (HttpStub stub = HttpStub.start(_ -> reply);
        Http1Transport transport = transport(stub)) {

      assertThat(text(transport.execute(call(QUERY, Duration.ofSeconds(5)))))
          .isEqualTo("{\"data\":null}");
      assertThat(transport.idleConnections()).isZero();
    }
  }

  @Test
  void aQueryOnAConnectionThatTheSubgraphHasClosedIsSentAgain() {
    try (HttpStub stub = HttpStub.start(_ -> Reply.json(ANSWER));
        Http1Transport transport = transport(stub)) {
      transport.execute(call(QUERY, Duration.ofSeconds(5)));
      stub.dropConnections();

      SubgraphResponse response = transport.execute(call(QUERY, Duration.ofSeconds(5)));

      assertThat(text(response)).isEqualTo(ANSWER);
      assertThat(stub.connections()).isEqualTo(2);
    }
  }

  @Test
  void aMutationIsNeverSentTwice() {
    AtomicInteger mutations = new AtomicInteger();
    try (HttpStub stub =
            HttpStub.start(request -> {
              boolean mutation = request.text().contains("mutation");
              mutations.addAndGet(mutation ? 1 : 0);
              return mutation ? Reply.raw("", true) : Reply.json(ANSWER);
            });
        Http1Transport transport = transport(stub)) {
      transport.execute(call(QUERY, Duration.ofSeconds(5)));

      SubgraphResponse response = transport.execute(call(MUTATION, Duration.ofSeconds(5)));

      assertThat(code(response)).isEqualTo(FailureCode.SUBREQUEST_CONNECTION_LOST);
      assertThat(mutations.get()).isEqualTo(1);
    }
  }

  @Test
  void aQueryThatLosesItsConnectionInTheMiddleOfTheAnswerIsNotSentAgain() {
    Reply half = Reply.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\"", true);
    AtomicInteger count = new AtomicInteger();
    try (HttpStub stub =
            HttpStub.start(_ -> count.incrementAndGet() == 1 ? Reply.json(ANSWER) : half);
        Http1Transport transport = transport(stub)) {
      transport.execute(call(QUERY, Duration.ofSeconds(5)));

      SubgraphResponse response = transport.execute(call(QUERY, Duration.ofSeconds(5)));

      assertThat(code(response)).isEqualTo(FailureCode.SUBREQUEST_CONNECTION_LOST);
      assertThat(count.get()).isEqualTo(2);
    }
  }

  @Test
  void aSubgraphThatIsDownIsUnreachable() throws IOException {
    URI closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
    }
    try (Http1Transport transport =
        Http1Transport.create(closed, HeaderSource.none(), settings(1000))) {

      assertThat(code(transport.execute(call(QUERY, Duration.ofSeconds(5)))))
          .isEqualTo(FailureCode.SUBREQUEST_UNREACHABLE);
    }
  }

  @Test
  void aSilentSubgraphIsGivenUpAtTheDeadline() {
    CountDownLatch never = new CountDownLatch(1);
    try (HttpStub stub = HttpStub.start(_ -> awaitThenAnswer(never));
        Http1Transport transport = transport(stub)) {
      long start = System.nanoTime();

      SubgraphResponse response = transport.execute(call(QUERY, Duration.ofMillis(200)));

      assertThat(code(response)).isEqualTo(FailureCode.SUBREQUEST_TIMEOUT);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      never.countDown();
    }
  }

  @Test
  void anAnswerThatTricklesIsGivenUpAtTheDeadline() {
    AtomicInteger sent = new AtomicInteger();
    CountDownLatch never = new CountDownLatch(1);
    Reply head = Reply.raw("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{", false);
    try (HttpStub stub =
            HttpStub.start(_ -> sent.incrementAndGet() == 1 ? head : awaitThenAnswer(never));
        Http1Transport transport = transport(stub)) {

      assertThat(code(transport.execute(call(QUERY, Duration.ofMillis(200)))))
          .isEqualTo(FailureCode.SUBREQUEST_TIMEOUT);
      never.countDown();
    }
  }

  @Test
  void anInterruptEndsTheCall() throws InterruptedException {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    AtomicReference<@Nullable SubgraphResponse> response = new AtomicReference<>();
    try (HttpStub stub =
            HttpStub.start(_ -> {
              arrived.countDown();
              return awaitThenAnswer(never);
            });
        Http1Transport transport = transport(stub)) {
      Thread caller =
          Thread.ofVirtual()
              .start(() -> response.set(transport.execute(call(QUERY, Duration.ofSeconds(15)))));
      arrived.await();

      caller.interrupt();
      caller.join();

      assertThat(response.get())
          .isInstanceOfSatisfying(
              Failed.class,
              failed -> assertThat(failed.code()).isEqualTo(FailureCode.SUBREQUEST_CANCELLED));
      never.countDown();
    }
  }

  @Test
  void anAnswerBeyondTheLimitIsRefusedBeforeItIsRead() {
    Reply huge = Reply.raw("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", false);
    String chunks = "{\"data\":{\"a\":\"" + "x".repeat(5000) + "\"}}";
    Reply hugeChunk =
        Reply.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffff\r\n", true);
    for (Reply reply : List.of(huge, hugeChunk, Reply.chunked(chunks, 100), Reply.json(chunks))) {
      try (HttpStub stub = HttpStub.start(_ -> reply);
          Http1Transport transport = transport(stub)) {

        assertThat(code(transport.execute(call(QUERY, Duration.ofSeconds(5)))))
            .isEqualTo(FailureCode.SUBREQUEST_RESPONSE_TOO_LARGE);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-hello\r\n\r\n",
        "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.1 2x0 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nxx",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}xx0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon here\r\n\r\n"
      })
  void whatIsNotProperHttpIsMalformedAndTheConnectionIsNotKept(String text) {
    try (HttpStub stub = HttpStub.start(_ -> Reply.raw(text, true));
        Http1Transport transport = transport(stub)) {

      assertThat(code(transport.execute(call(QUERY, Duration.ofSeconds(5)))))
          .isEqualTo(FailureCode.SUBREQUEST_MALFORMED_RESPONSE);
      assertThat(transport.idleConnections()).isZero();
    }
  }

  @Test
  void endlessHeadersAreMalformed() {
    Reply reply = Reply.raw("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(20_000) + "\r\n", true);
    try (HttpStub stub = HttpStub.start(_ -> reply);
        Http1Transport transport = transport(stub)) {

      assertThat(code(transport.execute(call(QUERY, Duration.ofSeconds(5)))))
          .isEqualTo(FailureCode.SUBREQUEST_MALFORMED_RESPONSE);
    }
  }

  @Test
  void aStatusWithoutAGraphQlResultIsAFailureAndOneWithItIsPassedOn() {
    Reply html =
        Reply.raw(
            "HTTP/1.1 502 Bad\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n<h1>", false);
    Reply errors = Reply.json(400, "{\"errors\":[]}".getBytes(StandardCharsets.UTF_8));
    AtomicInteger count = new AtomicInteger();
    try (HttpStub stub = HttpStub.start(_ -> count.incrementAndGet() == 1 ? html : errors);
        Http1Transport transport = transport(stub)) {

      assertThat(code(transport.execute(call(QUERY, Duration.ofSeconds(5)))))
          .isEqualTo(FailureCode.SUBREQUEST_HTTP_STATUS);
      assertThat(transport.execute(call(QUERY, Duration.ofSeconds(5))))
          .isInstanceOfSatisfying(Json.class, json -> assertThat(json.status()).isEqualTo(400));
    }
  }

  @Test
  void interimAnswersArePassedOver() {
    Reply reply =
        Reply.raw(
            "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"data\":null}",
            false);
    try (HttpStub stub = HttpStub.start(_ -> reply);
        Http1Transport transport = transport(stub)) {

      assertThat(text(transport.execute(call(QUERY, Duration.ofSeconds(5)))))
          .isEqualTo("{\"data\":null}");
    }
  }

  @Test
  void aHeaderWithALineBreakFailsTheCallInsteadOfSmugglingAnother() {
    try (HttpStub stub = HttpStub.start(_ -> Reply.json(ANSWER));
        Http1Transport transport =
            Http1Transport.create(
                stub.endpoint(), _ -> List.of(Map.entry("X", "a\r\nY: b")), settings(1000))) {

      assertThat(code(transport.execute(call(QUERY, Duration.ofSeconds(5)))))
          .isEqualTo(FailureCode.SUBREQUEST_FAILED);
      assertThat(stub.requests()).isZero();
    }
  }

  @Test
  void pagesOfReleasedAnswersAreUsedAgain() {
    Http1Settings settings = settings(1 << 20);
    try (HttpStub stub = HttpStub.start(_ -> Reply.json(ANSWER));
        Http1Transport transport =
            Http1Transport.create(stub.endpoint(), HeaderSource.none(), settings)) {
      for (int i = 0; i < 5; i++) {
        Json json = (Json) transport.execute(call(QUERY, Duration.ofSeconds(5)));
        json.page().release();
      }

      assertThat(settings.pages().idleBytes()).isEqualTo(8 << 10);
    }
  }

  private static Reply awaitThenAnswer(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Reply.json(ANSWER);
  }

  private static Http1Transport transport(HttpStub stub) {
    return Http1Transport.create(stub.endpoint(), HeaderSource.none(), settings(4000));
  }

  private static Http1Settings settings(int maxResponseBytes) {
    return new Http1Settings(
        Duration.ofSeconds(1),
        Duration.ofSeconds(30),
        8,
        maxResponseBytes,
        false,
        new PagePool(1 << 20),
        InstantSource.system());
  }
}
