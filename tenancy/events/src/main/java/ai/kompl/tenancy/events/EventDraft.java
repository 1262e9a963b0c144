package ai.kompl.tenancy.events;

import java.util.regex.Pattern;

/**
 * An event as a subgraph states it, before it has a place in the order.
 *
 * @param type what happened, dotted: {@code regops.import-job.progressed}
 * @param entityType the GraphQL type of the entity it is about
 * @param entityId the global id of that entity
 * @param payloadJson further facts as a JSON object; no personal data, no secrets
 * @param version of the schema of these facts ({@code schema/events/<type>.v<version>.json})
 */
public record EventDraft(
    String type, String entityType, String entityId, String payloadJson, int version) {
  private static final Pattern TYPE = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)+");

  public EventDraft {
    if (!TYPE.matcher(type).matches()) {
      throw new IllegalArgumentException("an event type is dotted lower-case words: " + type);
    }
    if (version < 1) {
      throw new IllegalArgumentException("versions of schemas begin with 1: " + version);
    }
  }

  /** With facts of the first version of their schema. */
  public EventDraft(String type, String entityType, String entityId, String payloadJson) {
    this(type, entityType, entityId, payloadJson, 1);
  }

  /** An event without further facts. */
  public static EventDraft of(String type, String entityType, String entityId) {
    return new EventDraft(type, entityType, entityId, "{}");
  }
}
