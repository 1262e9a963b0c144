package ai.kompl.tenancy.caller;

import java.util.UUID;

/**
 * The identity of a person or of a service account.
 *
 * @param value the random id given when the account was made
 */
public record UserId(UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
