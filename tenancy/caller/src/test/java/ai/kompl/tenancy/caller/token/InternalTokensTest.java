package ai.kompl.tenancy.caller.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class InternalTokensTest {
  private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Caller ANA =
      new Caller(
          new TenantId("1f2e3d4c5b6a7980"),
          new UUID(1, 2),
          CallerKind.USER,
          Set.of("admin"),
          Set.of("read"),
          Map.of("unit", "emea"),
          "session-1",
          "request-1",
          NOON.plusSeconds(600));
  private static final InternalCall CALL =
      new InternalCall(Optional.of(ANA), "request-1", NOON.plusMillis(2500));

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final InternalTokens regops = new InternalTokens(SECRET, "regops", now::get);

  @Test
  void theSubgraphLearnsCallerRequestAndDeadline() {
    String token = regops.mint(CALL, "POST", "/graphql");

    assertThat(regops.verify(token, "POST", "/graphql")).isEqualTo(CALL);
  }

  @Test
  void aPublicOperationHasNoCaller() {
    var open = new InternalCall(Optional.empty(), "request-2", NOON.plusSeconds(1));

    String token = regops.mint(open, "POST", "/graphql");

    assertThat(regops.verify(token, "POST", "/graphql")).isEqualTo(open);
  }

  @Test
  void aTokenIsGoodForItsMethodPathAndSubgraphOnly() {
    var identity = new InternalTokens(SECRET, "identity", now::get);
    String token = regops.mint(CALL, "POST", "/graphql");

    refused(() -> regops.verify(token, "GET", "/graphql"), Problem.UNAUTHENTICATED);
    refused(() -> regops.verify(token, "POST", "/other"), Problem.UNAUTHENTICATED);
    refused(() -> identity.verify(token, "POST", "/graphql"), Problem.UNAUTHENTICATED);
  }

  @Test
  void aTokenEndsWithTheDeadline() {
    String token = regops.mint(CALL, "POST", "/graphql");

    now.set(CALL.deadline());

    refused(() -> regops.verify(token, "POST", "/graphql"), Problem.TIMEOUT);
  }

  @Test
  void anotherSecretGivesOtherTokens() {
    var stranger =
        new InternalTokens("another secret of 32 bytes......".getBytes(UTF_8), "regops", now::get);
    String token = stranger.mint(CALL, "POST", "/graphql");

    refused(() -> regops.verify(token, "POST", "/graphql"), Problem.UNAUTHENTICATED);
  }

  @Test
  void aChangedTenantIsNoticed() {
    String token = regops.mint(CALL, "POST", "/graphql");
    String[] parts = token.split("\\.");
    String claims = new String(Base64.getUrlDecoder().decode(parts[0]), UTF_8);
    String other = claims.replace("1f2e3d4c5b6a7980", "ffffffffffffffff");
    String forged =
        Base64.getUrlEncoder().withoutPadding().encodeToString(other.getBytes(UTF_8))
            + "."
            + parts[1];

    assertThat(other).as("the claim was there to be changed").isNotEqualTo(claims);
    refused(() -> regops.verify(forged, "POST", "/graphql"), Problem.UNAUTHENTICATED);
  }

  @Test
  void garbageIsRefused() {
    for (String garbage : new String[] {"", ".", "a.b", "a", "a.b.c", "%%%.%%%"}) {
      refused(() -> regops.verify(garbage, "POST", "/graphql"), Problem.UNAUTHENTICATED);
    }
  }

  @Test
  void aShortSecretIsRefusedAtTheStart() {
    assertThatThrownBy(() -> new InternalTokens("short".getBytes(UTF_8), "regops", now::get))
        .hasMessageContaining("32 bytes");
  }

  private static void refused(Runnable verification, Problem problem) {
    assertThatThrownBy(verification::run)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
  }
}
