package ai.kompl.tenancy.caller.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class AccessTokenTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final SigningKey STRANGE = SigningKey.generate();
  private static final String ISSUER = "https://issuer.test";
  private static final String AUDIENCE = "kompl-api";
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final UUID ANA = new UUID(1, 2);
  private static final Grant GRANT =
      new Grant(
          new TenantId("1f2e3d4c5b6a7980"),
          ANA,
          CallerKind.USER,
          Set.of("admin", "auditor"),
          Set.of("read", "write"),
          Map.of("unit", "emea"),
          "session-1");

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final AccessTokenIssuer issuer = new AccessTokenIssuer(KEY, ISSUER, AUDIENCE, now::get);
  private final AccessTokenVerifier verifier =
      new AccessTokenVerifier(
          KeySource.of(List.of(KEY.verification())), ISSUER, AUDIENCE, now::get);

  @Test
  void anIssuedTokenProvesItsCaller() {
    AccessToken token = issuer.issue(GRANT, Duration.ofMinutes(15));

    Caller caller = verifier.verify(token.value(), "request-1");

    assertThat(AccessTokenIssuer.grantOf(caller)).isEqualTo(GRANT);
    assertThat(caller.requestId()).isEqualTo("request-1");
    assertThat(caller.expiresAt()).isEqualTo(NOON.plus(Duration.ofMinutes(15)));
    assertThat(header(token.value())).contains("\"at+jwt\"").contains("\"RS256\"");
  }

  @Test
  void itEndsOnTimeAlsoWhenItWasVerifiedBefore() {
    String token = issuer.issue(GRANT, Duration.ofMinutes(15)).value();
    verifier.verify(token, "request-1");

    now.set(NOON.plus(Duration.ofMinutes(15)));

    refused(token, "has expired");
  }

  @Test
  void aVerifiedTokenIsNotVerifiedAgain() {
    var asked = new AtomicInteger();
    KeySource counting =
        id -> {
          asked.incrementAndGet();
          return KeySource.of(List.of(KEY.verification())).key(id);
        };
    var remembering = new AccessTokenVerifier(counting, ISSUER, AUDIENCE, now::get);
    String token = issuer.issue(GRANT, Duration.ofMinutes(15)).value();

    remembering.verify(token, "request-1");
    Caller second = remembering.verify(token, "request-2");

    assertThat(asked).hasValue(1);
    assertThat(second.requestId()).isEqualTo("request-2");
  }

  @Test
  void everyChangedPartIsNoticed() {
    String[] parts = issuer.issue(GRANT, Duration.ofMinutes(15)).value().split("\\.");
    String promoted = json(parts[1]).replace("auditor", "owner");

    refused(parts[0] + "." + base64(promoted) + "." + parts[2], "wrong signature");
    refused(parts[0] + "." + parts[1] + "." + base64("no signature"), "wrong signature");
    refused(parts[0] + "." + parts[1] + ".", "");
  }

  @Test
  void tokensWithoutOrWithAnotherKindOfSignatureAreRefused() throws Exception {
    String claims = claims("");
    String none = base64("{\"alg\":\"none\",\"typ\":\"at+jwt\"}") + "." + base64(claims) + ".";
    String head =
        base64("{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"" + KEY.keyId() + "\"}")
            + "."
            + base64(claims);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY.publicKey().getEncoded(), "HmacSHA256"));
    String confused =
        head
            + "."
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(mac.doFinal(head.getBytes(UTF_8)));

    refused(none, "accepted kind");
    refused(confused, "accepted kind");
  }

  @Test
  void aTokenSignedByAStrangerIsRefused() throws Exception {
    refused(signed(STRANGE, STRANGE.keyId(), "at+jwt", claims("")), "unknown key");
    refused(signed(STRANGE, KEY.keyId(), "at+jwt", claims("")), "wrong signature");
  }

  @Test
  void aTokenOfAnotherKindIsRefused() throws Exception {
    refused(signed(KEY, KEY.keyId(), "JWT", claims("")), "accepted kind");
  }

  @Test
  void theHandMadeTokenOfTheseTestsWouldBeAccepted() throws Exception {
    String token = signed(KEY, KEY.keyId(), "at+jwt", claims(""));

    assertThat(verifier.verify(token, "r").subject()).isEqualTo(ANA);
  }

  @Test
  void aTokenWithoutEndOrOfTheFutureIsRefused() throws Exception {
    String endless = claims("").replaceFirst("\"exp\":[0-9]+,", "");
    String future = claims("").replaceFirst("\"iat\":[0-9]+", "\"iat\":" + (epoch() + 3600));
    String notYet = claims(",\"nbf\":" + (epoch() + 3600));

    refused(signed(KEY, KEY.keyId(), "at+jwt", endless), "has no end");
    refused(signed(KEY, KEY.keyId(), "at+jwt", future), "not valid yet");
    refused(signed(KEY, KEY.keyId(), "at+jwt", notYet), "not valid yet");
  }

  @Test
  void aTokenForAnotherAudienceOrIssuerIsRefused() {
    var other = new AccessTokenIssuer(KEY, ISSUER, "someone-else", now::get);
    var foreign = new AccessTokenIssuer(KEY, "https://elsewhere.test", AUDIENCE, now::get);

    refused(other.issue(GRANT, Duration.ofMinutes(5)).value(), "not issued for this service");
    refused(foreign.issue(GRANT, Duration.ofMinutes(5)).value(), "not issued for this service");
  }

  @Test
  void aTokenWithoutTenantOrWithAMadeUpOneIsRefused() throws Exception {
    String none = claims("").replaceFirst("\"tenant\":\"[0-9a-f]+\",", "");
    String sql = claims("").replaceFirst("\"tenant\":\"[0-9a-f]+\"", "\"tenant\":\"x'; --\"");
    String system = claims("").replace("\"USER\"", "\"SYSTEM\"");

    refused(signed(KEY, KEY.keyId(), "at+jwt", none), "lacks a claim");
    refused(signed(KEY, KEY.keyId(), "at+jwt", sql), "lacks a claim");
    refused(signed(KEY, KEY.keyId(), "at+jwt", system), "lacks a claim");
  }

  @Test
  void garbageIsRefusedWithoutTellingAnythingAboutTheInside() {
    for (String garbage :
        List.of("", "x", "a.b.c", "....", "e30.e30.e30", "\u0000", "a".repeat(20_000))) {
      refused(garbage, "");
    }
  }

  @Test
  void theKeyIsTheSameAfterItWasKept() {
    SigningKey kept = SigningKey.decode(KEY.encoded());
    var again = new AccessTokenIssuer(kept, ISSUER, AUDIENCE, now::get);

    assertThat(kept.keyId()).isEqualTo(KEY.keyId());
    assertThat(verifier.verify(again.issue(GRANT, Duration.ofMinutes(5)).value(), "r").subject())
        .isEqualTo(ANA);
  }

  private void refused(String token, String why) {
    assertThatThrownBy(() -> verifier.verify(token, "request-1"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem()).isEqualTo(Problem.UNAUTHENTICATED);
              assertThat(e.clientMessage()).contains(why).doesNotContain("Exception");
            });
  }

  private static String claims(String more) {
    return "{\"iss\":\"%s\",\"aud\":[\"%s\"],\"sub\":\"%s\",\"exp\":%d,\"iat\":%d,"
            .formatted(ISSUER, AUDIENCE, ANA, epoch() + 600, epoch())
        + "\"tenant\":\"1f2e3d4c5b6a7980\",\"kind\":\"USER\",\"roles\":[],\"sid\":\"s\""
        + more
        + "}";
  }

  private static long epoch() {
    return NOON.getEpochSecond();
  }

  private static String signed(SigningKey key, String keyId, String type, String claims)
      throws GeneralSecurityException {
    String header = "{\"alg\":\"RS256\",\"typ\":\"%s\",\"kid\":\"%s\"}".formatted(type, keyId);
    String body = base64(header) + "." + base64(claims);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key.privateKey());
    signature.update(body.getBytes(UTF_8));
    return body + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  private static String json(String base64) {
    return new String(Base64.getUrlDecoder().decode(base64), UTF_8);
  }

  private static String header(String token) {
    return json(token.substring(0, token.indexOf('.')));
  }
}
