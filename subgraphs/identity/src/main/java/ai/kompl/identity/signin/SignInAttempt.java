package ai.kompl.identity.signin;

import java.util.Optional;

/**
 * What a person gave to sign in.
 *
 * @param organization slug of the tenant; may be left out by people with one account only
 * @param email any text
 * @param password any text
 */
public record SignInAttempt(Optional<String> organization, String email, String password) {

  /** Never shows what was given. */
  @Override
  public String toString() {
    return "SignInAttempt";
  }
}
