package ai.kompl.tenancy.caller.token;

import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.TenantId;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What an access token is issued for.
 *
 * @param tenant the tenant it is confined to
 * @param subject the account
 * @param kind what sort of party it is
 * @param roles role names
 * @param scopes what it is narrowed to; empty means not narrowed
 * @param attributes further facts for attribute-based rules
 * @param sessionId the sign-in session it belongs to
 */
public record Grant(
    TenantId tenant,
    UUID subject,
    CallerKind kind,
    Set<String> roles,
    Set<String> scopes,
    Map<String, String> attributes,
    String sessionId) {
  public Grant {
    if (kind == CallerKind.SYSTEM) {
      throw new IllegalArgumentException("background workers get no access tokens");
    }
    roles = Set.copyOf(roles);
    scopes = Set.copyOf(scopes);
    attributes = Map.copyOf(attributes);
  }
}
