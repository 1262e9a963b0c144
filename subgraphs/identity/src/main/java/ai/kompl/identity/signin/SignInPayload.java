package ai.kompl.identity.signin;

import ai.kompl.identity.user.User;
import ai.kompl.kit.UserError;
import ai.kompl.tenancy.caller.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The GraphQL payload of {@code signIn}.
 *
 * @param accessToken the signed token: a secret
 * @param tokenType how it is sent, {@code Bearer}
 * @param expiresAt when it ends
 * @param user who signed in
 * @param userErrors what was wrong
 */
record SignInPayload(
    Optional<String> accessToken,
    Optional<String> tokenType,
    Optional<Instant> expiresAt,
    Optional<User> user,
    List<UserError> userErrors) {

  static SignInPayload of(SignInOutcome outcome) {
    return switch (outcome) {
      case SignInOutcome.SignedIn(var token, var user) ->
          new SignInPayload(
              Optional.of(token.value()),
              Optional.of("Bearer"),
              Optional.of(token.expiresAt()),
              Optional.of(user),
              List.of());
      case SignInOutcome.Refused() ->
          refused(
              Problem.UNAUTHENTICATED,
              "The organization, the e-mail address or the password is wrong.");
      case SignInOutcome.Suspended() ->
          refused(Problem.TENANT_SUSPENDED, Problem.TENANT_SUSPENDED.message());
    };
  }

  private static SignInPayload refused(Problem problem, String message) {
    return new SignInPayload(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(new UserError(problem.code(), message, List.of())));
  }

  /** Never shows the token. */
  @Override
  public String toString() {
    return "SignInPayload[" + userErrors + "]";
  }
}
