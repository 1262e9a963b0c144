package ai.kompl.tenancy.caller.token;

import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.TenantId;
import io.helidon.security.jwt.Jwt;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The claims of our access tokens beside the registered ones. */
final class AccessTokenClaims {
  /** The media type that RFC 9068, 2.1 demands. */
  static final String TYPE = "at+jwt";

  private static final String TENANT = "tenant";
  private static final String KIND = "kind";
  private static final String ROLES = "roles";
  private static final String SCOPE = "scope";
  private static final String ATTRIBUTES = "attributes";
  private static final String SESSION = "sid";

  private AccessTokenClaims() {}

  static void write(Grant grant, Jwt.Builder jwt) {
    jwt.addPayloadClaim(TENANT, grant.tenant().value())
        .addPayloadClaim(KIND, grant.kind().name())
        .addPayloadClaim(ROLES, List.copyOf(grant.roles()))
        .addPayloadClaim(SESSION, grant.sessionId());
    if (!grant.scopes().isEmpty()) {
      // A space-separated list, RFC 8693, 4.2.
      jwt.addPayloadClaim(SCOPE, String.join(" ", grant.scopes()));
    }
    if (!grant.attributes().isEmpty()) {
      JsonObjectBuilder attributes = Json.createObjectBuilder();
      grant.attributes().forEach(attributes::add);
      jwt.addPayloadClaim(ATTRIBUTES, attributes.build());
    }
  }

  /**
   * Reads the claims of a token whose signature holds.
   *
   * @throws IllegalArgumentException when one is missing or malformed
   */
  static Grant read(Jwt jwt) {
    CallerKind kind = CallerKind.valueOf(text(jwt, KIND));
    return new Grant(
        new TenantId(text(jwt, TENANT)),
        UUID.fromString(jwt.subject().orElseThrow(() -> missing("sub"))),
        kind,
        roles(jwt),
        scopes(jwt),
        attributes(jwt),
        text(jwt, SESSION));
  }

  private static String text(Jwt jwt, String claim) {
    return jwt.payloadClaim(claim)
        .flatMap(AccessTokenClaims::string)
        .orElseThrow(() -> missing(claim));
  }

  private static Set<String> roles(Jwt jwt) {
    JsonValue roles = jwt.payloadClaim(ROLES).orElseThrow(() -> missing(ROLES));
    if (!(roles instanceof JsonArray array)) {
      throw missing(ROLES);
    }
    return array.stream()
        .map(role -> string(role).orElseThrow(() -> missing(ROLES)))
        .collect(Collectors.toSet());
  }

  private static Set<String> scopes(Jwt jwt) {
    String scope = jwt.payloadClaim(SCOPE).flatMap(AccessTokenClaims::string).orElse("");
    return Arrays.stream(scope.split(" ", -1))
        .filter(s -> !s.isEmpty())
        .collect(Collectors.toSet());
  }

  private static Map<String, String> attributes(Jwt jwt) {
    Map<String, String> attributes = new HashMap<>();
    if (jwt.payloadClaim(ATTRIBUTES).orElse(JsonValue.EMPTY_JSON_OBJECT)
        instanceof JsonObject object) {
      object.forEach((name, value) -> string(value).ifPresent(v -> attributes.put(name, v)));
    }
    return attributes;
  }

  private static Optional<String> string(JsonValue value) {
    return value instanceof JsonString string ? Optional.of(string.getString()) : Optional.empty();
  }

  private static IllegalArgumentException missing(String claim) {
    return new IllegalArgumentException("the claim " + claim + " is missing or malformed");
  }
}
