package ai.kompl.tenancy.events;

import ai.kompl.tenancy.caller.TenantId;
import java.time.Instant;
import java.util.Map;

/** An event as the fields of a stream entry. */
final class StreamEntry {
  private StreamEntry() {}

  static Map<String, String> write(Event event) {
    return Map.of(
        "sequence", Long.toString(event.sequence()),
        "tenant", event.tenant().value(),
        "type", event.type(),
        "entityType", event.entityType(),
        "entityId", event.entityId(),
        "payload", event.payloadJson(),
        "occurredAt", event.occurredAt().toString(),
        "version", Integer.toString(event.version()));
  }

  /**
   * Reads an entry.
   *
   * @throws IllegalArgumentException when it is not one of ours
   */
  static Event read(Map<String, String> fields) {
    return new Event(
        Long.parseLong(field(fields, "sequence")),
        new TenantId(field(fields, "tenant")),
        field(fields, "type"),
        field(fields, "entityType"),
        field(fields, "entityId"),
        field(fields, "payload"),
        Instant.parse(field(fields, "occurredAt")),
        // Processes of the release before do not say it.
        Integer.parseInt(fields.getOrDefault("version", "1")));
  }

  private static String field(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the stream entry lacks " + name);
    }
    return value;
  }
}
