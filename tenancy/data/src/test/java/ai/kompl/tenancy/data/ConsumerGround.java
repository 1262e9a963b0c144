package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.events.Event;
import ai.kompl.tenancy.events.EventDraft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Entities of the ledger that count, and a consumer that writes down what it was told of them. */
final class ConsumerGround {
  static final String GROUP = "ledger.notes";
  static final String COUNTED = "ledger.entry.counted";

  private ConsumerGround() {}

  /** Little patience, so that tests need none either. */
  static ConsumerSettings settings() {
    return new ConsumerSettings(
        20, 3, Duration.ofMillis(20), Duration.ofMillis(80), Duration.ofMillis(50));
  }

  static EventConsumer consumer(EventHandler handler) {
    return new EventConsumer(GROUP, Map.of(COUNTED, handler));
  }

  /** A group is told of what is stated after it has joined. */
  static void awaitJoined(TestPlatform platform) {
    boolean joined =
        TestPlatform.eventually(
            Duration.ofSeconds(30),
            () ->
                platform.look("select count(*) from private.event_interests").equals(List.of("1")));
    if (!joined) {
      throw new AssertionError("the consumer did not join");
    }
  }

  /** Writes an event down; nothing in the table keeps it from being written twice. */
  static void note(Event event, TenantTransaction transaction) {
    transaction.update(
        """
        insert into ledger_entry (id, title, tags, created_at)
        values (?, ?, ?, clock_timestamp())
        """,
        UUID.randomUUID(),
        UUID.randomUUID().toString(),
        List.of(event.entityId(), event.payloadJson()));
  }

  /** States the next numbers of entities, one transaction for all of them. */
  static void count(DataPlatform data, Caller caller, int number, String... entities) {
    data.tenantDatabase()
        .write(
            caller,
            tx -> {
              for (String entity : entities) {
                tx.publish(new EventDraft(COUNTED, "Entry", entity, Integer.toString(number)));
              }
              return true;
            });
  }

  /** What was written down of each entity, in the order in which it was. */
  static Map<String, List<Integer>> noted(TestPlatform platform, Tenant tenant) {
    Map<String, List<Integer>> noted = new LinkedHashMap<>();
    platform
        .look(
            "select tags[1], tags[2] from "
                + tenant.id().schema()
                + ".ledger_entry"
                + " order by created_at")
        .forEach(line -> {
          String[] cells = line.split("\\|", 2);
          noted.computeIfAbsent(cells[0], _ -> new ArrayList<>()).add(Integer.valueOf(cells[1]));
        });
    return noted;
  }

  /** How many notes of events wait, dead letters among them. */
  static long waiting(TestPlatform platform) {
    return Long.parseLong(
        platform.look("select count(*) from private.event_deliveries").getFirst());
  }
}
