package ai.kompl.tenancy.caller.token;

import java.time.Instant;

/**
 * An access token as given to a client.
 *
 * @param value the signed text: a secret
 * @param expiresAt when it ends
 */
public record AccessToken(String value, Instant expiresAt) {
  /** Never shows the token. */
  @Override
  public String toString() {
    return "AccessToken[expiresAt=" + expiresAt + "]";
  }
}
