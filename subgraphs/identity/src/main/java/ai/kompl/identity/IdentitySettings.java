package ai.kompl.identity;

import ai.kompl.tenancy.caller.settings.PlatformKeys;
import ai.kompl.tenancy.caller.settings.Settings;
import java.time.Duration;

/**
 * How access tokens are issued.
 *
 * @param issuer their {@code iss}
 * @param audience their {@code aud}
 * @param lifetime how long each is good
 */
public record IdentitySettings(String issuer, String audience, Duration lifetime) {

  public IdentitySettings {
    if (!lifetime.isPositive()) {
      throw new IllegalArgumentException("tokens need a lifetime: " + lifetime);
    }
  }

  /** From the configuration. */
  public static IdentitySettings of(Settings settings) {
    return new IdentitySettings(
        settings.get(PlatformKeys.TOKEN_ISSUER),
        settings.get(PlatformKeys.TOKEN_AUDIENCE),
        settings.get(PlatformKeys.TOKEN_LIFETIME));
  }
}
