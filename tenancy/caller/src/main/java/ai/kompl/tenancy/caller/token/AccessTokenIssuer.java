package ai.kompl.tenancy.caller.token;

import ai.kompl.tenancy.caller.Caller;
import io.helidon.security.jwt.Jwt;
import io.helidon.security.jwt.SignedJwt;
import io.helidon.security.jwt.jwk.JwkRSA;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** Issues access tokens: JSON web tokens by RFC 9068, signed with RS256. */
public final class AccessTokenIssuer {
  private final JwkRSA key;
  private final SigningKey signingKey;
  private final String issuer;
  private final String audience;
  private final InstantSource clock;

  /**
   * An issuer that signs with that key.
   *
   * @param issuer the {@code iss} of its tokens
   * @param audience the {@code aud} of its tokens
   */
  public AccessTokenIssuer(
      SigningKey signingKey, String issuer, String audience, InstantSource clock) {
    this.signingKey = signingKey;
    this.issuer = issuer;
    this.audience = audience;
    this.clock = clock;
    this.key =
        JwkRSA.builder()
            .keyId(signingKey.keyId())
            .algorithm("RS256")
            .publicKey(signingKey.publicKey())
            .privateKey(signingKey.privateKey())
            .build();
  }

  /** An access token for who signed in, and when it ends. */
  public AccessToken issue(Grant grant, Duration lifetime) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant expiresAt = now.plus(lifetime);
    Jwt.Builder jwt =
        Jwt.builder()
            .type(AccessTokenClaims.TYPE)
            .algorithm("RS256")
            .keyId(signingKey.keyId())
            .issuer(issuer)
            .audience(List.of(audience))
            .subject(grant.subject().toString())
            .issueTime(now)
            .expirationTime(expiresAt)
            .jwtId(UUID.randomUUID().toString());
    AccessTokenClaims.write(grant, jwt);
    return new AccessToken(SignedJwt.sign(jwt.build(), key).tokenContent(), expiresAt);
  }

  /** The keys that verify the tokens issued here, to be published. */
  public List<VerificationKey> verificationKeys() {
    return List.of(signingKey.verification());
  }

  /** The grant that would give the same rights as the caller has. */
  public static Grant grantOf(Caller caller) {
    return new Grant(
        caller.tenant(),
        caller.subject(),
        caller.kind(),
        caller.roles(),
        caller.scopes(),
        caller.attributes(),
        caller.sessionId());
  }
}
