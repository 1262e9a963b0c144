package ai.kompl.tenancy.caller;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Who is calling, for which tenant, with which rights. It is made from a verified token, or for a
 * background worker by {@link #worker}; never from an argument, a header or a path.
 *
 * @param tenant the only tenant whose data the caller can reach
 * @param subject the account that acts
 * @param kind what sort of party it is
 * @param roles role names within the tenant
 * @param scopes what the token was narrowed to; empty means not narrowed
 * @param attributes further facts for attribute-based rules, by name
 * @param sessionId the sign-in session, or for workers the worker's name
 * @param requestId the id that ties logs, traces and the audit trail together
 * @param expiresAt from when on the caller is no longer valid
 */
public record Caller(
    TenantId tenant,
    UUID subject,
    CallerKind kind,
    Set<String> roles,
    Set<String> scopes,
    Map<String, String> attributes,
    String sessionId,
    String requestId,
    Instant expiresAt) {

  /** Workers do not expire; the last second that every format in use can still write down. */
  private static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

  public Caller {
    roles = Set.copyOf(roles);
    scopes = Set.copyOf(scopes);
    attributes = Map.copyOf(attributes);
  }

  /**
   * The caller under which a background worker acts for a tenant.
   *
   * @param worker dotted name of the worker, such as {@code regops.import}
   */
  public static Caller worker(TenantId tenant, String worker, String requestId) {
    UUID subject = UUID.nameUUIDFromBytes(("worker:" + worker).getBytes(StandardCharsets.UTF_8));
    return new Caller(
        tenant, subject, CallerKind.SYSTEM, Set.of(), Set.of(), Map.of(), worker, requestId, NEVER);
  }

  /** The same caller within another request. */
  public Caller withRequestId(String newRequestId) {
    return new Caller(
        tenant, subject, kind, roles, scopes, attributes, sessionId, newRequestId, expiresAt);
  }

  /** The same caller with one more attribute. */
  public Caller withAttribute(String name, String value) {
    var more = new HashMap<>(attributes);
    more.put(name, value);
    return new Caller(tenant, subject, kind, roles, scopes, more, sessionId, requestId, expiresAt);
  }

  /** The acting account as a typed id. */
  public UserId userId() {
    return new UserId(subject);
  }

  /** Whether the caller holds the role. */
  public boolean hasRole(String role) {
    return roles.contains(role);
  }

  /** The acting party in one word for the audit trail, such as {@code system:regops.import}. */
  public String actor() {
    return switch (kind) {
      case USER -> "user:" + subject;
      case SERVICE_ACCOUNT -> "service-account:" + subject;
      case OPERATOR -> "operator:" + subject;
      case SYSTEM -> "system:" + sessionId;
    };
  }
}
