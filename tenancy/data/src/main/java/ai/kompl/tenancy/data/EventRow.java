package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.events.Event;

/** Reads an event from a row of the outbox, or of what was made of one. */
final class EventRow {
  private EventRow() {}

  static Event read(Row row) {
    return new Event(
        row.bigInteger("sequence"),
        new TenantId(row.string("tenant")),
        row.string("type"),
        row.string("entity_type"),
        row.string("entity_id"),
        row.string("payload"),
        row.instant("occurred_at"),
        row.integer("schema_version"));
  }
}
