package ai.kompl.identity.user;

import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.util.Set;

/**
 * An account to be made.
 *
 * @param email its address
 * @param displayName what others see: 1 to 200 characters
 * @param password 12 to 128 characters
 * @param kind {@code USER} or {@code OPERATOR}
 * @param roles role names within the tenant
 */
public record NewUser(
    EmailAddress email, String displayName, String password, CallerKind kind, Set<String> roles) {

  private static final int MIN_PASSWORD = 12;
  private static final int MAX_PASSWORD = 128;

  /**
   * Checks the fields.
   *
   * @throws ProblemException {@code VALIDATION_FAILED} naming the field
   */
  public NewUser {
    displayName = displayName.strip();
    roles = Set.copyOf(roles);
    if (kind != CallerKind.USER && kind != CallerKind.OPERATOR) {
      throw new IllegalArgumentException("people are users or operators, not " + kind);
    }
    if (displayName.isEmpty() || displayName.length() > 200) {
      throw ProblemException.at(
          "input.displayName", Problem.VALIDATION_FAILED, "A name has 1 to 200 characters.");
    }
    int length = password.codePointCount(0, password.length());
    if (length < MIN_PASSWORD || length > MAX_PASSWORD) {
      throw ProblemException.at(
          "input.password",
          Problem.VALIDATION_FAILED,
          "A password has %d to %d characters.".formatted(MIN_PASSWORD, MAX_PASSWORD));
    }
  }

  /** A person without roles. */
  public static NewUser person(String email, String displayName, String password) {
    return new NewUser(new EmailAddress(email), displayName, password, CallerKind.USER, Set.of());
  }

  /** The same account with these roles. */
  public NewUser withRoles(String... names) {
    return new NewUser(email, displayName, password, kind, Set.of(names));
  }

  /** The same account for staff of the platform. */
  public NewUser asOperator() {
    return new NewUser(email, displayName, password, CallerKind.OPERATOR, roles);
  }

  /** Never shows the password. */
  @Override
  public String toString() {
    return "NewUser[" + email.text() + "]";
  }
}
