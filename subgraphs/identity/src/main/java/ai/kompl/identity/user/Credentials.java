package ai.kompl.identity.user;

/**
 * An account with the hash of its password, for the check at sign-in only.
 *
 * @param user the account
 * @param passwordHash in PHC form
 */
public record Credentials(User user, String passwordHash) {

  /** Never shows the hash. */
  @Override
  public String toString() {
    return "Credentials[" + user.id() + "]";
  }
}
