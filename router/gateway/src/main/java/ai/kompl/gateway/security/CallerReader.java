package ai.kompl.gateway.security;

import ai.kompl.gateway.refusal.RefusedException;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.token.AccessTokenVerifier;
import java.util.Optional;

/** Turns the {@code Authorization} value of a request into a caller (RFC 6750, 2.1). */
public final class CallerReader {
  private static final String SCHEME = "Bearer ";
  private static final String CHALLENGE = "Bearer realm=\"kompl\"";

  private final AccessTokenVerifier verifier;
  private final SuspendedTenants suspended;

  /** Callers are proved by the given verifier, and served unless their tenant is suspended. */
  public CallerReader(AccessTokenVerifier verifier, SuspendedTenants suspended) {
    this.verifier = verifier;
    this.suspended = suspended;
  }

  /**
   * Who asks.
   *
   * @param authorization the header's value; empty when it was not sent
   * @throws RefusedException UNAUTHENTICATED when it was sent and does not prove a caller
   */
  public Asker asker(Optional<String> authorization, String requestId) {
    if (authorization.isEmpty()) {
      return Asker.nobody(requestId);
    }
    String value = authorization.get().strip();
    if (!value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw invalid("The Authorization header must have the form: Bearer <access token>.");
    }
    String token = value.substring(SCHEME.length()).strip();
    return new Asker(Optional.of(verified(token, requestId)), Optional.of(token), requestId);
  }

  /**
   * The same caller with the rights of this moment.
   *
   * @throws RefusedException UNAUTHENTICATED when the token is no longer good
   */
  public Asker again(Asker asker, String requestId) {
    if (asker.token().isEmpty()) {
      return Asker.nobody(requestId);
    }
    String token = asker.token().get();
    return new Asker(Optional.of(verified(token, requestId)), Optional.of(token), requestId);
  }

  private Caller verified(String token, String requestId) {
    try {
      Caller caller = verifier.verify(token, requestId);
      suspended.requireServed(caller.tenant());
      return caller;
    } catch (ProblemException e) {
      throw e.problem() == Problem.UNAUTHENTICATED ? invalid(e.clientMessage()) : e;
    }
  }

  /**
   * Lets an asker pass who was proved before.
   *
   * @throws RefusedException TENANT_SUSPENDED when the tenant was suspended meanwhile
   */
  public void requireServed(Asker asker) {
    asker.caller().map(Caller::tenant).ifPresent(suspended::requireServed);
  }

  /** The refusal of an operation that needs a caller and has none. */
  public static RefusedException missing(String message) {
    return unauthenticated(message).withHeader("WWW-Authenticate", CHALLENGE);
  }

  private static RefusedException invalid(String message) {
    return unauthenticated(message)
        .withHeader("WWW-Authenticate", CHALLENGE + ", error=\"invalid_token\"");
  }

  private static RefusedException unauthenticated(String message) {
    Problem problem = Problem.UNAUTHENTICATED;
    return RefusedException.of(problem.code(), problem.httpStatus(), message);
  }
}
