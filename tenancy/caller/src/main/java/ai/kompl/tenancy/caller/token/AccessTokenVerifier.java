package ai.kompl.tenancy.caller.token;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import io.helidon.common.Errors;
import io.helidon.security.jwt.Jwt;
import io.helidon.security.jwt.JwtException;
import io.helidon.security.jwt.JwtValidator;
import io.helidon.security.jwt.SignedJwt;
import io.helidon.security.jwt.jwk.JwkKeys;
import io.helidon.security.jwt.jwk.JwkRSA;
import jakarta.json.JsonException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Turns an access token into a {@link Caller}, or refuses it. Only RS256 is accepted, only by the
 * issuer's published keys, only for our audience and only with an end (RFC 9068, 4; RFC 8725, 3). A
 * token that was verified is remembered by its hash until it ends.
 */
public final class AccessTokenVerifier {
  private static final int MAX_LENGTH = 16 * 1024;
  private static final int REMEMBERED = 20_000;
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

  private final KeySource keys;
  private final InstantSource clock;
  private final JwtValidator validator;
  private final VerifiedTokens verified = new VerifiedTokens(REMEMBERED);

  /**
   * A verifier.
   *
   * @param keys the issuer's keys
   * @param issuer the only {@code iss} accepted
   * @param audience must be among the token's {@code aud}
   */
  public AccessTokenVerifier(KeySource keys, String issuer, String audience, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
    this.validator =
        JwtValidator.builder()
            .addIssuerValidator(issuer, true)
            .addAudienceValidator(audience)
            .addCriticalValidator()
            .build();
  }

  /**
   * The caller that the token proves.
   *
   * @param token the text after {@code Bearer}
   * @param requestId the request for which it was sent
   * @throws ProblemException UNAUTHENTICATED when the token is not good, UNAVAILABLE when the
   *     issuer's keys cannot be had
   */
  public Caller verify(String token, String requestId) {
    if (token.length() > MAX_LENGTH) {
      throw refused("is too long");
    }
    TokenHash hash = TokenHash.of(token);
    Instant now = clock.instant();
    Caller known = verified.find(hash, now).orElseGet(() -> verifyAndKeep(token, hash, now));
    return known.withRequestId(requestId);
  }

  private Caller verifyAndKeep(String token, TokenHash hash, Instant now) {
    Jwt jwt = signedBy(token);
    Instant expiresAt = checkTimes(jwt, now);
    if (!validator.validate(jwt).isValid()) {
      throw refused("was not issued for this service");
    }
    Caller caller = callerOf(jwt, expiresAt);
    verified.keep(hash, caller);
    return caller;
  }

  private Jwt signedBy(String token) {
    try {
      SignedJwt signed = SignedJwt.parseToken(token);
      Jwt jwt = signed.getJwt();
      String algorithm = jwt.algorithm().orElse("");
      // The key's own algorithm decides, never the token: no "none", no key confusion.
      if (!algorithm.equals("RS256") || !jwt.type().orElse("").equals(AccessTokenClaims.TYPE)) {
        throw refused("is not of the accepted kind");
      }
      VerificationKey key =
          jwt.keyId().flatMap(keys::key).orElseThrow(() -> refused("names an unknown key"));
      if (!signed.verifySignature(jwk(key)).isValid()) {
        throw refused("has a wrong signature");
      }
      return jwt;
    } catch (JwtException
        | Errors.ErrorMessagesException
        | JsonException
        | IllegalArgumentException e) {
      throw new ProblemException(Problem.UNAUTHENTICATED, message("is malformed"), e);
    }
  }

  private static Instant checkTimes(Jwt jwt, Instant now) {
    Instant expiresAt = jwt.expirationTime().orElseThrow(() -> refused("has no end"));
    if (!now.isBefore(expiresAt)) {
      throw refused("has expired");
    }
    Instant latestStart = now.plus(CLOCK_SKEW);
    boolean early =
        jwt.notBefore().filter(latestStart::isBefore).isPresent()
            || jwt.issueTime().orElse(Instant.MAX).isAfter(latestStart);
    if (early) {
      throw refused("is not valid yet");
    }
    return expiresAt;
  }

  private static Caller callerOf(Jwt jwt, Instant expiresAt) {
    try {
      Grant grant = AccessTokenClaims.read(jwt);
      return new Caller(
          grant.tenant(),
          grant.subject(),
          grant.kind(),
          grant.roles(),
          grant.scopes(),
          grant.attributes(),
          grant.sessionId(),
          "",
          expiresAt);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(Problem.UNAUTHENTICATED, message("lacks a claim"), e);
    }
  }

  private static JwkKeys jwk(VerificationKey key) {
    JwkRSA rsa =
        JwkRSA.builder().keyId(key.keyId()).algorithm("RS256").publicKey(key.publicKey()).build();
    return JwkKeys.builder().addKey(rsa).build();
  }

  private static ProblemException refused(String why) {
    return new ProblemException(Problem.UNAUTHENTICATED, message(why));
  }

  private static String message(String why) {
    return "The access token " + why + ". Sign in again.";
  }
}
