package ai.kompl.identity.signin;

import ai.kompl.identity.user.User;
import ai.kompl.tenancy.caller.token.AccessToken;

/** What became of an attempt to sign in. */
public sealed interface SignInOutcome {

  /**
   * The person is signed in.
   *
   * @param token what they may now act with
   * @param user who they are
   */
  record SignedIn(AccessToken token, User user) implements SignInOutcome {}

  /** Something given was wrong; which part is not told. */
  record Refused() implements SignInOutcome {}

  /** The person proved who they are, but their organization is suspended. */
  record Suspended() implements SignInOutcome {}
}
