package ai.kompl.local.verify.durability;

import ai.kompl.local.verify.durability.Found.Change;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.events.Event;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A consumer of events that applies each once, however often it is delivered: it remembers the
 * numbers it has seen. Safe for use by many threads.
 */
public final class Applied {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Set<String> seen = new HashSet<>();
  private final Map<TenantId, List<Change>> applied = new HashMap<>();
  private long deliveries;

  /** Takes a delivered event. */
  public synchronized void take(Event event) {
    deliveries++;
    if (seen.add(event.tenant() + " " + event.sequence()) && event.type().equals(Ledger.EVENT)) {
      applied.computeIfAbsent(event.tenant(), _ -> new ArrayList<>()).add(change(event));
    }
  }

  private static Change change(Event event) {
    try {
      JsonNode payload = JSON.readTree(event.payloadJson());
      return new Change(
          payload.path("op").asText(), event.entityId(), payload.path("place").asInt());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("an event without a payload: " + event, e);
    }
  }

  /** Whether the event of that number was delivered. */
  synchronized boolean has(String tenant, long sequence) {
    return seen.contains(tenant + " " + sequence);
  }

  /** What was applied of a tenant, in order. */
  synchronized List<Change> changes(TenantId tenant) {
    return List.copyOf(applied.getOrDefault(tenant, List.of()));
  }

  /** How often anything was delivered. */
  synchronized long deliveries() {
    return deliveries;
  }
}
