package ai.kompl.tenancy.caller.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemoteKeySourceTest {
  private static final SigningKey FIRST = SigningKey.generate();
  private static final SigningKey SECOND = SigningKey.generate();
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final AtomicReference<String> document = new AtomicReference<>("");
  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer issuer;
  private RemoteKeySource keys;

  @BeforeEach
  void start() throws IOException {
    document.set(JwksDocument.write(List.of(FIRST.verification())));
    issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.createContext(
        "/keys",
        exchange -> {
          requests.incrementAndGet();
          byte[] body = document.get().getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    issuer.start();
    keys =
        new RemoteKeySource(
            URI.create("http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys"), now::get);
  }

  @AfterEach
  void stop() {
    keys.close();
    issuer.stop(0);
  }

  @Test
  void publishedKeysAreReadOnce() {
    assertThat(keys.key(FIRST.keyId())).hasValue(FIRST.verification());
    assertThat(keys.key(FIRST.keyId())).isPresent();
    assertThat(requests).hasValue(1);
  }

  @Test
  void aNewKeyIsFoundAndAWithdrawnOneGoes() {
    keys.key(FIRST.keyId());
    document.set(JwksDocument.write(List.of(SECOND.verification())));
    now.set(NOON.plusSeconds(11));

    assertThat(keys.key(SECOND.keyId())).hasValue(SECOND.verification());
    assertThat(keys.key(FIRST.keyId())).isEmpty();
  }

  @Test
  void madeUpKeyNamesDoNotBecomeAFloodOfRequests() {
    for (int i = 0; i < 100; i++) {
      assertThat(keys.key("made-up-" + i)).isEmpty();
    }

    assertThat(requests).hasValue(1);
  }

  @Test
  void knownKeysStayInUseWhileTheIssuerIsAway() {
    keys.key(FIRST.keyId());
    issuer.stop(0);
    now.set(NOON.plus(Duration.ofHours(2)));

    assertThat(keys.key(FIRST.keyId())).isPresent();
  }

  @Test
  void withoutAnyKeysItSaysThatItCannotTell() {
    document.set("<html>");

    assertThatThrownBy(() -> keys.key(FIRST.keyId()))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNAVAILABLE));
  }

  @Test
  void otherKindsOfKeysArePassedOver() {
    String set =
        """
        {"keys":[{"kty":"OKP","crv":"Ed25519","kid":"a","x":"AA"},{"kty":"RSA","use":"enc","kid":"b",
        "n":"AQAB","e":"AQAB"},{"kty":"RSA","kid":"weak","n":"AQAB","e":"AQAB"},%s
        """
            .formatted(
                JwksDocument.write(List.of(FIRST.verification())).replaceFirst(".*?\\[", ""));

    assertThat(JwksDocument.read(set)).containsExactly(FIRST.verification());
  }
}
