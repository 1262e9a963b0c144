package ai.kompl.tenancy.caller.token;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.TenantId;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A caller within the claims of an internal token. */
final class InternalCaller {
  private InternalCaller() {}

  static void write(Caller caller, ObjectNode node) {
    node.put("t", caller.tenant().value())
        .put("s", caller.subject().toString())
        .put("k", caller.kind().name())
        .put("sid", caller.sessionId())
        .put("exp", caller.expiresAt().getEpochSecond());
    ArrayNode roles = node.putArray("r");
    caller.roles().forEach(roles::add);
    ArrayNode scopes = node.putArray("sc");
    caller.scopes().forEach(scopes::add);
    ObjectNode attributes = node.putObject("a");
    caller.attributes().forEach(attributes::put);
  }

  /** The caller of claims that are authentic; empty for a public operation. */
  static Optional<Caller> read(JsonNode claims) {
    JsonNode node = claims.path("c");
    if (!node.isObject()) {
      return Optional.empty();
    }
    return Optional.of(
        new Caller(
            new TenantId(node.path("t").asText()),
            UUID.fromString(node.path("s").asText()),
            CallerKind.valueOf(node.path("k").asText()),
            texts(node.path("r")),
            texts(node.path("sc")),
            attributes(node.path("a")),
            node.path("sid").asText(),
            claims.path("rid").asText(),
            Instant.ofEpochSecond(node.path("exp").asLong())));
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new HashSet<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private static Map<String, String> attributes(JsonNode object) {
    Map<String, String> attributes = new HashMap<>();
    object.forEachEntry((name, value) -> attributes.put(name, value.asText()));
    return attributes;
  }
}
