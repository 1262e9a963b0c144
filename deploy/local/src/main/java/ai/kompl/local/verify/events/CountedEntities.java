package ai.kompl.local.verify.events;

import ai.kompl.local.verify.durability.OwnerView;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.EventConsumer;
import ai.kompl.tenancy.data.TenantDatabase;
import ai.kompl.tenancy.data.TenantTransaction;
import ai.kompl.tenancy.events.Event;
import ai.kompl.tenancy.events.EventDraft;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Entities that are counted up, an event for each number, and the consumer that writes it down. */
public final class CountedEntities {
  static final String GROUP = "durable.counted";
  static final String TYPE = "durable.entity.counted";
  private static final List<String> NAMES = List.of("e0", "e1", "e2", "e3", "e4");

  private CountedEntities() {}

  /** The consumer, for processes that are to be killed. */
  public static EventConsumer consumer() {
    return new EventConsumer(GROUP, Map.of(TYPE, CountedEntities::writeDown));
  }

  private static void writeDown(Event event, TenantTransaction transaction) {
    transaction.update(
        "insert into durable_effect (op, aggregate, place) values ('apply', ?, ?)",
        event.entityId(),
        Integer.parseInt(event.payloadJson()));
  }

  static void lay(TenantDatabase database, TenantId tenant) {
    database.write(
        caller(tenant),
        tx ->
            tx.update(
                "insert into durable_aggregate (name) select unnest(cast(? as text[]))", NAMES));
  }

  /** Counts one entity up, under its row's lock. */
  static void count(TenantDatabase database, TenantId tenant, int turn) {
    String name = NAMES.get(turn % NAMES.size());
    boolean _ =
        database.write(
            caller(tenant),
            tx -> {
              int number =
                  tx.one(
                          """
                          update durable_aggregate set version = version + 1 where name = ?
                          returning version
                          """,
                          row -> row.integer("version"),
                          name)
                      .orElseThrow();
              tx.publish(new EventDraft(TYPE, "Entity", name, Integer.toString(number)));
              return true;
            });
  }

  /** What was stated and applied of a tenant, in the tables themselves. */
  static AppliedBook book(OwnerView look, TenantId tenant) {
    String schema = tenant.schema();
    return AppliedBook.compare(
        look.counts(
            "select name, version from " + schema + ".durable_aggregate where name like 'e_'"),
        AppliedBook.byEntity(
            look.rows("select aggregate, place from " + schema + ".durable_effect order by id")));
  }

  private static Caller caller(TenantId tenant) {
    return Caller.worker(tenant, "verify.events", UUID.randomUUID().toString());
  }
}
