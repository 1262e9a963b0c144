package ai.kompl.federation.transport;

import static ai.kompl.federation.transport.Calls.ANSWER;
import static ai.kompl.federation.transport.Calls.MUTATION;
import static ai.kompl.federation.transport.Calls.QUERY;
import static ai.kompl.federation.transport.Calls.call;
import static ai.kompl.federation.transport.Calls.code;
import static ai.kompl.federation.transport.Calls.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.federation.json.PagePool;
import ai.kompl.federation.testkit.HttpStub;
import ai.kompl.federation.testkit.HttpStub.Reply;
import ai.kompl.federation.transport.SubgraphResponse.Failed;
import io.helidon.common.tls.Tls;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls over HTTP/2, and what becomes of them when the far end fails. */
@Timeout(60)
class Http2TransportTest {
  private static final int LIMIT = 100_000;

  private final Set<Integer> ports = ConcurrentHashMap.newKeySet();
  private final Set<String> protocols = ConcurrentHashMap.newKeySet();
  private final PagePool pages = new PagePool(1 << 20);

  @Test
  void manyCallsAtOnceShareAConnection(@TempDir Path folder) throws Exception {
    SSLContext tls = selfSigned(folder);
    CountDownLatch all = new CountDownLatch(20);
    AtomicBoolean connected = new AtomicBoolean();
    Handler meeting =
        (_, response) -> {
          if (connected.get()) {
            all.countDown();
            all.await();
          }
          response.header(HeaderNames.CONTENT_TYPE, "application/json").send(ANSWER);
        };
    try (Server server = new Server(meeting, tls);
        Http2Transport transport =
            Http2Transport.create(server.endpoint(), HeaderSource.none(), settings(tls))) {
      // The first call connects; calls that came meanwhile would open connections of their own.
      transport.execute(call(QUERY, Duration.ofSeconds(20)));
      connected.set(true);
      List<Future<SubgraphResponse>> answers = new ArrayList<>();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 20; i++) {
          answers.add(threads.submit(() -> transport.execute(call(QUERY, Duration.ofSeconds(20)))));
        }
      }

      for (Future<SubgraphResponse> answer : answers) {
        assertThat(text(answer.get())).isEqualTo(ANSWER);
      }
      assertThat(protocols).containsExactly("2.0");
      assertThat(ports).hasSize(1);
    }
  }

  @Test
  void behindTlsTheProtocolIsAgreedOnByAlpn(@TempDir Path folder) throws Exception {
    SSLContext tls = selfSigned(folder);
    try (Server server = new Server(answering(ANSWER), tls);
        Http2Transport transport =
            Http2Transport.create(server.endpoint(), HeaderSource.none(), settings(tls))) {
      for (int i = 0; i < 10; i++) {
        assertThat(text(transport.execute(call(QUERY, Duration.ofSeconds(20))))).isEqualTo(ANSWER);
      }

      assertThat(protocols).containsExactly("2.0");
      assertThat(ports).hasSize(1);
    }
  }

  @Test
  void aFarEndThatIsNotTrustedIsNotReached(@TempDir Path folder) throws Exception {
    try (Server server = new Server(answering(ANSWER), selfSigned(folder));
        Http2Transport transport = transport(server.endpoint(), HeaderSource.none())) {

      assertThat(code(transport.execute(call(QUERY, Duration.ofSeconds(20)))))
          .isEqualTo(FailureCode.SUBREQUEST_UNREACHABLE);
      assertThat(ports).isEmpty();
    }
  }

  @Test
  void bodyAndHeadersArriveAsTheyAreSent() throws Exception {
    AtomicReference<String> seen = new AtomicReference<>("");
    Handler noting =
        (request, response) -> {
          seen.set(
              request.content().as(String.class)
                  + " "
                  + request.headers().get(HeaderNames.AUTHORIZATION).get());
          response.header(HeaderNames.CONTENT_TYPE, "application/json").send(ANSWER);
        };
    HeaderSource token = _ -> List.of(Map.entry("Authorization", "Bearer abc"));
    try (Server server = new Server(noting, null);
        Http2Transport transport = transport(server.endpoint(), token)) {
      transport.execute(call(QUERY, Duration.ofSeconds(20)));

      assertThat(seen.get())
          .isEqualTo(
              "{\"query\":\"query Q { a }\",\"operationName\":\"Q\",\"variables\":{\"v\":1}} Bearer abc");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20_000, LIMIT - 100})
  void anAnswerUpToTheLimitIsReadWhole(int size) throws Exception {
    String large = "{\"data\":{\"a\":\"" + "x".repeat(size) + "\"}}";
    try (Server server = new Server(answering(large), null);
        Http2Transport transport = transport(server.endpoint(), HeaderSource.none())) {

      assertThat(text(transport.execute(call(QUERY, Duration.ofSeconds(20))))).isEqualTo(large);
    }
  }

  @Test
  void anAnswerOverTheLimitIsGivenUp() throws Exception {
    try (Server server = new Server(answering("x".repeat(LIMIT * 3)), null);
        Http2Transport transport = transport(server.endpoint(), HeaderSource.none())) {

      assertThat(code(transport.execute(call(QUERY, Duration.ofSeconds(20)))))
          .isEqualTo(FailureCode.SUBREQUEST_RESPONSE_TOO_LARGE);
    }
  }

  @Test
  void theDeadlineEndsACall() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Handler waiting = (_, _) -> never.await();
    try (Server server = new Server(waiting, null);
        Http2Transport transport = transport(server.endpoint(), HeaderSource.none())) {

      assertThat(code(transport.execute(call(QUERY, Duration.ofMillis(300)))))
          .isEqualTo(FailureCode.SUBREQUEST_TIMEOUT);
      assertThat(code(transport.execute(call(QUERY, Duration.ZERO))))
          .isEqualTo(FailureCode.SUBREQUEST_TIMEOUT);
      never.countDown();
    }
  }

  @Test
  void anInterruptEndsACall() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Handler waiting =
        (_, _) -> {
          asked.countDown();
          never.await();
        };
    try (Server server = new Server(waiting, null);
        Http2Transport transport = transport(server.endpoint(), HeaderSource.none())) {
      AtomicReference<@Nullable SubgraphResponse> answer = new AtomicReference<>();
      Thread caller =
          Thread.startVirtualThread(
              () -> answer.set(transport.execute(call(QUERY, Duration.ofSeconds(50)))));
      asked.await();
      caller.interrupt();
      caller.join();

      assertThat(answer.get()).isInstanceOf(Failed.class);
      assertThat(code(answer.get())).isEqualTo(FailureCode.SUBREQUEST_CANCELLED);
      never.countDown();
    }
  }

  @Test
  void aStatusWithoutAResultIsAFailure() throws Exception {
    Handler failing = (_, response) -> response.status(Status.SERVICE_UNAVAILABLE_503).send("down");
    try (Server server = new Server(failing, null);
        Http2Transport transport = transport(server.endpoint(), HeaderSource.none())) {

      assertThat(code(transport.execute(call(QUERY, Duration.ofSeconds(20)))))
          .isEqualTo(FailureCode.SUBREQUEST_HTTP_STATUS);
    }
  }

  @Test
  void aQueryThatFindsAClosedConnectionIsSentAgainAndAMutationIsNot() {
    AtomicInteger count = new AtomicInteger();
    try (HttpStub stub =
            HttpStub.start(
                _ -> count.incrementAndGet() == 2 ? Reply.json(ANSWER) : Reply.raw("", true));
        Http2Transport transport = transport(stub.endpoint(), HeaderSource.none())) {

      assertThat(text(transport.execute(call(QUERY, Duration.ofSeconds(20))))).isEqualTo(ANSWER);
      assertThat(code(transport.execute(call(MUTATION, Duration.ofSeconds(20)))))
          .isEqualTo(FailureCode.SUBREQUEST_CONNECTION_LOST);
      assertThat(count.get()).isEqualTo(3);
    }
  }

  @Test
  void nobodyThereIsUnreachable() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    URI nobody = URI.create("http://127.0.0.1:" + port + "/graphql");
    try (Http2Transport transport = transport(nobody, HeaderSource.none())) {

      assertThat(code(transport.execute(call(QUERY, Duration.ofSeconds(20)))))
          .isEqualTo(FailureCode.SUBREQUEST_UNREACHABLE);
    }
  }

  @Test
  void aHeaderThatCannotBeSentFailsTheCallWithoutRepeatingIt() throws Exception {
    HeaderSource broken = _ -> List.of(Map.entry("Authorization", "Bearer se\ncret"));
    try (Server server = new Server(answering(ANSWER), null);
        Http2Transport transport = transport(server.endpoint(), broken)) {
      Failed failed = (Failed) transport.execute(call(QUERY, Duration.ofSeconds(20)));

      assertThat(failed.code()).isEqualTo(FailureCode.SUBREQUEST_FAILED);
      assertThat(failed.message()).doesNotContain("cret");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://x/", "graphql", "http://user:word@x/", "http:///graphql"})
  void anotherAddressIsRefused(String address) {
    assertThatThrownBy(() -> transport(URI.create(address), HeaderSource.none()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Handler answering(String body) {
    return (_, response) ->
        response.header(HeaderNames.CONTENT_TYPE, "application/json").send(body);
  }

  private Http2Transport transport(URI endpoint, HeaderSource headers) {
    return Http2Transport.create(endpoint, headers, settings(null));
  }

  private Http2Settings settings(@Nullable SSLContext tls) {
    return new Http2Settings(Duration.ofSeconds(10), LIMIT, pages, InstantSource.system(), tls);
  }

  /** A key for the loopback address that nobody else knows, and who trusts it. */
  private static SSLContext selfSigned(Path folder) throws Exception {
    Path store = folder.resolve("key.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "subgraph",
                "-keyalg",
                "EC",
                "-dname",
                "CN=subgraph",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    assertThat(keytool.waitFor())
        .as(new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isZero();
    char[] password = "changeit".toCharArray();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, password);
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, password);
    trusted.setCertificateEntry("subgraph", keys.getCertificate("subgraph"));
    var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keyManagers.init(keys, password);
    var trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trustManagers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
    return context;
  }

  /** A server that speaks HTTP/2 and notes who comes in which protocol. */
  private final class Server implements AutoCloseable {
    private final WebServer server;
    private final String scheme;

    Server(Handler handler, @Nullable SSLContext tls) {
      var builder =
          WebServer.builder()
              .host("127.0.0.1")
              .port(0)
              .shutdownHook(false)
              .shutdownGracePeriod(Duration.ofMillis(100))
              .connectionOptions(options -> options.tcpNoDelay(true))
              .routing(rules ->
                  rules.post(
                      "/graphql",
                      (request, response) -> {
                        ports.add(request.remotePeer().port());
                        protocols.add(request.prologue().protocolVersion());
                        handler.handle(request, response);
                      }));
      if (tls != null) {
        builder.tls(Tls.builder().sslContext(tls).addApplicationProtocol("h2").build());
      }
      this.server = builder.build().start();
      this.scheme = tls == null ? "http" : "https";
    }

    URI endpoint() {
      return URI.create(scheme + "://127.0.0.1:" + server.port() + "/graphql");
    }

    @Override
    public void close() throws IOException {
      server.stop();
    }
  }
}
