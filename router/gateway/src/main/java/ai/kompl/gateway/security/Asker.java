package ai.kompl.gateway.security;

import ai.kompl.tenancy.caller.Caller;
import java.util.Optional;

/**
 * Who sent a request, as far as it is proved.
 *
 * @param caller the proved caller; empty when no token came
 * @param token the token that proved it, kept so that a long operation can prove it again
 * @param requestId the id of the request
 */
public record Asker(Optional<Caller> caller, Optional<String> token, String requestId) {

  /** A request without a token. */
  static Asker nobody(String requestId) {
    return new Asker(Optional.empty(), Optional.empty(), requestId);
  }

  /** Never shows the token. */
  @Override
  public String toString() {
    return "Asker[" + requestId + "]";
  }
}
