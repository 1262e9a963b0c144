package ai.kompl.dataloaders;

import ai.kompl.tenancy.cache.CacheChange;
import ai.kompl.tenancy.cache.CacheDrop;
import ai.kompl.tenancy.cache.TenantCache;
import ai.kompl.tenancy.cache.TenantCaches;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.ChangeWatch;
import ai.kompl.tenancy.events.Event;
import ai.kompl.tenancy.events.EventFilter;
import ai.kompl.tenancy.events.EventStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Cached loaders whose values are dropped by the events that change them: by the change itself,
 * before it is acknowledged, and once more by the published event, should the process have died in
 * between.
 */
public final class EventDrivenCache implements LoadCache, ChangeWatch, AutoCloseable {
  private static final List<String> ENDED =
      List.of("tenants.tenant.suspended", "tenants.tenant.purge-begun", "tenants.tenant.purged");
  private static final int MOST_WAITING = 10_000;

  private record Rule(String cache, DropRule drop) {}

  private final TenantCaches caches;
  private final Map<String, List<Rule>> rules = new ConcurrentHashMap<>();
  private final LinkedBlockingQueue<Event> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
  private final List<EventStream.Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private final Thread settling;

  /** Over those caches. */
  public EventDrivenCache(TenantCaches caches) {
    this.caches = caches;
    this.settling = Thread.ofVirtual().name("cache-settling").unstarted(this::settle);
  }

  @Override
  public <V> Loader<UUID, V> cached(Loader<UUID, V> loader, CacheRule<V> rule) {
    String name = rule.spec().name();
    BatchLoad<UUID, V> truth = loader.truth();
    TenantCache<V> cache =
        caches.cache(
            rule.spec(),
            rule.codec(),
            (tenant, ids) ->
                texts(truth.load(Caller.worker(tenant, "cache.refresh", name), uuids(ids))));
    rule.drops().forEach(drop -> add(name, drop));
    // The database refuses tenants that are not served; what is cached must not answer in its
    // place.
    ENDED.forEach(event -> add(name, DropRule.all(event)));
    return loader.before((caller, keys) ->
        values(
            cache.getAll(
                caller.tenant(), ids(keys), some -> texts(truth.load(caller, uuids(some))))));
  }

  private void add(String cache, DropRule drop) {
    rules
        .computeIfAbsent(drop.eventType(), _ -> new CopyOnWriteArrayList<>())
        .add(new Rule(cache, drop));
  }

  /** Follows the events of all tenants from now on. */
  public void follow(EventStream events) {
    // The stream's thread must not wait. What does not fit is settled by who made the change.
    subscriptions.add(
        events.subscribe(
            EventFilter.ofAllTenants(rules.keySet().toArray(String[]::new)), waiting::offer));
    settling.start();
  }

  @Override
  public Watched before(TenantId tenant, List<StatedEvent> events) {
    Set<CacheDrop> drops = new LinkedHashSet<>();
    Set<String> marks = new LinkedHashSet<>();
    for (StatedEvent event : events) {
      Set<CacheDrop> own = drops(event.draft().type(), event.draft().entityId());
      if (!own.isEmpty()) {
        drops.addAll(own);
        marks.add(mark(event.draft().type(), event.draft().entityId(), event.occurredAt()));
      }
    }
    if (drops.isEmpty()) {
      return Watched.NOTHING;
    }
    return watched(caches.change(tenant, drops), List.copyOf(marks));
  }

  private static Watched watched(CacheChange change, List<String> marks) {
    return new Watched() {
      @Override
      public void committed() {
        change.committed(marks);
      }

      @Override
      public void givenUp() {
        change.givenUp();
      }
    };
  }

  private Set<CacheDrop> drops(String eventType, String entityId) {
    Set<CacheDrop> drops = new HashSet<>();
    for (Rule rule : rules.getOrDefault(eventType, List.of())) {
      drops.add(rule.drop().drop(rule.cache(), entityId));
    }
    return drops;
  }

  /** What an event is called: the same before it has a number and after. */
  private static String mark(String type, String entityId, Instant occurredAt) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, occurredAt);
    // An id that is none of ours has no place in a name; its time and type are enough then.
    String id = entityId.matches("[a-z0-9_-]{1,70}") ? entityId : "other";
    return micros + ":" + id + ":" + Integer.toHexString(type.hashCode());
  }

  private void settle() {
    try {
      while (true) {
        Event event = waiting.take();
        Set<CacheDrop> drops = drops(event.type(), event.entityId());
        String mark = mark(event.type(), event.entityId(), event.occurredAt());
        caches.settle(event.tenant(), drops, mark);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Set<String> ids(Set<UUID> keys) {
    Set<String> ids = new LinkedHashSet<>();
    keys.forEach(key -> ids.add(key.toString()));
    return ids;
  }

  private static Set<UUID> uuids(Set<String> ids) {
    Set<UUID> keys = new LinkedHashSet<>();
    ids.forEach(id -> keys.add(UUID.fromString(id)));
    return keys;
  }

  private static <V> Map<String, V> texts(Map<UUID, V> values) {
    Map<String, V> texts = new HashMap<>();
    values.forEach((key, value) -> texts.put(key.toString(), value));
    return texts;
  }

  private static <V> Map<UUID, V> values(Map<String, V> texts) {
    Map<UUID, V> values = new HashMap<>();
    texts.forEach((id, value) -> values.put(UUID.fromString(id), value));
    return values;
  }

  /** Stops following; what was cached stays usable. */
  @Override
  public void close() {
    subscriptions.forEach(EventStream.Subscription::close);
    settling.interrupt();
  }
}
