package ai.kompl.identity.signin;

import ai.kompl.kit.Input;
import ai.kompl.kit.Resolution;
import ai.kompl.kit.Resolvers;

/** The mutation {@code signIn}. */
public final class SignInResolvers {

  private static final int MAX_EMAIL = 254;
  private static final int MAX_PASSWORD = 1024;
  private static final int MAX_SLUG = 40;

  private final SignIn signIn;

  /** Resolvers over that sign-in. */
  public SignInResolvers(SignIn signIn) {
    this.signIn = signIn;
  }

  /** The resolvers. */
  public Resolvers resolvers() {
    return Resolvers.builder().mutation("signIn", this::signIn).build();
  }

  private SignInPayload signIn(Resolution request) {
    Input input = request.input();
    String password = input.string("password");
    if (password.length() > MAX_PASSWORD) {
      throw input.invalid("password", "must have at most " + MAX_PASSWORD + " characters");
    }
    var attempt =
        new SignInAttempt(
            input.optionalText("organization", MAX_SLUG), input.text("email", MAX_EMAIL), password);
    return SignInPayload.of(signIn.attempt(attempt, request.requestId()));
  }
}
