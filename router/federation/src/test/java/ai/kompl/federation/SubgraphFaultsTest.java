package ai.kompl.federation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.federation.json.PagePool;
import ai.kompl.federation.testkit.Federation;
import ai.kompl.federation.testkit.HttpStub;
import ai.kompl.federation.testkit.HttpStub.Reply;
import ai.kompl.federation.testkit.Scripted;
import ai.kompl.federation.testkit.ScriptedSubgraph;
import ai.kompl.federation.transport.HeaderSource;
import ai.kompl.federation.transport.Http1Settings;
import ai.kompl.federation.transport.Http1Transport;
import ai.kompl.federation.transport.RequestContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A subgraph that fails in the middle of a plan, over real sockets: what clients see of it. */
@Timeout(30)
class SubgraphFaultsTest {
  private static final int MAX_RESPONSE = 64 << 10;
  private static final Map<String, String> SCHEMAS =
      Map.of(
          "users",
          "type Query { me: User } type User @key(fields: \"id\") { id: ID! name: String }",
          "scores",
          "type User @key(fields: \"id\") { id: ID! score: Int rank: Int }");
  private static final String QUERY = "{ me { name score } }";
  private static final String START = "{\"data\":{\"me\":{\"name\":\"Ana\",\"score\":";

  private final PagePool pages = new PagePool(4 << 20);
  private final ScriptedSubgraph users =
      ScriptedSubgraph.json("{\"data\":{\"me\":{\"id\":\"1\",\"name\":\"Ana\"}}}");

  /** A way to fail, and the code by which clients know it. */
  record Fault(String what, Reply reply, String code) {

    @Override
    public String toString() {
      return what;
    }

    private static Reply raw(String text) {
      return Reply.raw(text, true);
    }

    private static Reply json(String body) {
      return Reply.json(body);
    }

    private static Reply json(byte[] body) {
      return Reply.json(200, body);
    }

    private static Reply entities(String score) {
      return Reply.json("{\"data\":{\"_entities\":[{\"score\":" + score + "}]}}");
    }
  }

  static Stream<Fault> faults() {
    return Stream.of(
        new Fault(
            "larger than the limit",
            Fault.entities("\"" + "x".repeat(MAX_RESPONSE) + "\""),
            "SUBREQUEST_RESPONSE_TOO_LARGE"),
        new Fault(
            "says it is huge",
            Fault.raw("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n{"),
            "SUBREQUEST_RESPONSE_TOO_LARGE"),
        new Fault(
            "endless chunks",
            Fault.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n{"),
            "SUBREQUEST_RESPONSE_TOO_LARGE"),
        new Fault(
            "cut off",
            Fault.raw("HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{\"data\":{\"_ent"),
            "SUBREQUEST_CONNECTION_LOST"),
        new Fault("closed without a word", Fault.raw(""), "SUBREQUEST_CONNECTION_LOST"),
        new Fault(
            "not http",
            Fault.raw("220 mail.example ESMTP\r\n\r\n"),
            "SUBREQUEST_MALFORMED_RESPONSE"),
        new Fault("not json", Fault.json("<html>down</html>"), "SUBREQUEST_MALFORMED_RESPONSE"),
        new Fault(
            "json cut off",
            Fault.json("{\"data\":{\"_entities\":[{\"score\":1}"),
            "SUBREQUEST_MALFORMED_RESPONSE"),
        new Fault(
            "repeated keys", Fault.entities("1,\"score\":2"), "SUBREQUEST_MALFORMED_RESPONSE"),
        new Fault(
            "repeated data",
            Fault.json("{\"data\":{\"_entities\":[{\"score\":1}]},\"data\":null}"),
            "SUBREQUEST_MALFORMED_RESPONSE"),
        new Fault(
            "too deep",
            Fault.entities("[".repeat(2000) + "]".repeat(2000)),
            "SUBREQUEST_MALFORMED_RESPONSE"),
        new Fault(
            "not utf 8",
            Fault.json(
                "{\"data\":{\"_entities\":[{\"score\":\"\u00c3\u00a9\u00ff\"}]}}"
                    .getBytes(StandardCharsets.ISO_8859_1)),
            "SUBREQUEST_MALFORMED_RESPONSE"),
        new Fault(
            "fewer entities",
            Fault.json("{\"data\":{\"_entities\":[]}}"),
            "SUBREQUEST_MALFORMED_RESPONSE"),
        new Fault(
            "an error page",
            Fault.raw(
                "HTTP/1.1 500 Oops\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n<h1>"),
            "SUBREQUEST_HTTP_STATUS"),
        new Fault("wrong type", Fault.entities("\"seven\""), "SUBGRAPH_VALUE_INVALID"),
        new Fault(
            "object for a number",
            Fault.entities("{\"__proto__\":{\"x\":1}}"),
            "SUBGRAPH_VALUE_INVALID"));
  }

  private Http1Transport transport(HttpStub stub) {
    Http1Settings settings =
        new Http1Settings(
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            4,
            MAX_RESPONSE,
            false,
            pages,
            InstantSource.system());
    return Http1Transport.create(stub.endpoint(), HeaderSource.none(), settings);
  }

  private static String run(FederationEngine engine, Duration timeout) {
    RequestContext context = new RequestContext(Instant.now().plus(timeout), null);
    return Federation.text(engine.execute(Scripted.prepared(engine, QUERY), Map.of(), context));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aFaultIsOneErrorWithItsCodeAndPathAndTheRestIsThere(Fault fault) {
    try (HttpStub stub = HttpStub.start(_ -> fault.reply);
        Http1Transport scores = transport(stub)) {
      FederationEngine engine = Scripted.engine(SCHEMAS, Map.of("users", users, "scores", scores));

      String answer = run(engine, Duration.ofSeconds(10));
      for (int again = 0; again < 50; again++) {
        assertThat(run(engine, Duration.ofSeconds(10))).isEqualTo(answer);
      }

      String path = fault.code.equals("SUBGRAPH_VALUE_INVALID") ? "[\"me\",\"score\"]" : "[\"me\"]";
      assertThat(answer)
          .startsWith(START + "null}},\"errors\":[{\"message\":")
          .endsWith("\"path\":" + path + ",\"extensions\":{\"code\":\"" + fault.code + "\"}}]}");
      assertThat(pages.idleBytes())
          .as("pages come back, and are not more than one call needs")
          .isBetween(1L, 256L << 10);
    }
  }

  @Test
  void aNameThatMeansSomethingElsewhereIsJustAName() {
    Reply reply =
        Reply.json(
            "{\"__proto__\":{\"data\":1},\"data\":{\"_entities\":[{\"__proto__\":{\"score\":9},\"score\":7}]}}");
    try (HttpStub stub = HttpStub.start(_ -> reply);
        Http1Transport scores = transport(stub)) {
      FederationEngine engine = Scripted.engine(SCHEMAS, Map.of("users", users, "scores", scores));

      assertThat(run(engine, Duration.ofSeconds(10))).isEqualTo(START + "7}}}");
    }
  }

  @Test
  void aSubgraphThatGoesDownBetweenTwoFetchesIsUnreachable() {
    HttpStub stub = HttpStub.start(_ -> Reply.json("{}"));
    ScriptedSubgraph last =
        ScriptedSubgraph.scripted(_ -> {
          stub.close();
          return ScriptedSubgraph.text(
              "{\"data\":{\"me\":{\"id\":\"1\",\"name\":\"Ana\"}}}"
                  .getBytes(StandardCharsets.UTF_8));
        });
    try (Http1Transport scores = transport(stub)) {
      FederationEngine engine = Scripted.engine(SCHEMAS, Map.of("users", last, "scores", scores));

      assertThat(run(engine, Duration.ofSeconds(10)))
          .startsWith(START + "null}}")
          .endsWith("\"path\":[\"me\"],\"extensions\":{\"code\":\"SUBREQUEST_UNREACHABLE\"}}]}");
    }
  }

  @Test
  void aSlowAnswerIsGivenUpAtTheDeadlineAndItsConnectionClosed() {
    CountDownLatch release = new CountDownLatch(1);
    try (HttpStub stub = HttpStub.start(_ -> awaited(release));
        Http1Transport scores = transport(stub)) {
      FederationEngine engine = Scripted.engine(SCHEMAS, Map.of("users", users, "scores", scores));
      Instant begin = Instant.now();

      String answer = run(engine, Duration.ofMillis(300));

      assertThat(answer)
          .startsWith(START + "null}}")
          .endsWith("\"path\":[\"me\"],\"extensions\":{\"code\":\"SUBREQUEST_TIMEOUT\"}}]}");
      assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(5));
      assertThat(scores.idleConnections()).isZero();
      release.countDown();
    }
  }

  @Test
  void anInterruptOfTheRequestEndsTheSubgraphCall() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    AtomicReference<String> answer = new AtomicReference<>();
    try (HttpStub stub =
            HttpStub.start(_ -> {
              asked.countDown();
              return awaited(release);
            });
        Http1Transport scores = transport(stub)) {
      FederationEngine engine = Scripted.engine(SCHEMAS, Map.of("users", users, "scores", scores));
      Thread request =
          Thread.ofVirtual().start(() -> answer.set(run(engine, Duration.ofSeconds(20))));
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

      request.interrupt();
      request.join();

      assertThat(answer.get()).contains("\"code\":\"SUBREQUEST_CANCELLED\"");
      assertThat(scores.idleConnections()).isZero();
      release.countDown();
    }
  }

  private static Reply awaited(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Reply(List.of(), true);
  }
}
