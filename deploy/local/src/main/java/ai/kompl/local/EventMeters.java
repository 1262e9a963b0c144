package ai.kompl.local;

import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.EventBacklog;
import ai.kompl.tenancy.data.GroupBacklog;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.Meter;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Tag;
import io.helidon.service.registry.Services;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** Shows on the metrics page what each group of consumers has left to do, and its dead letters. */
final class EventMeters implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(15);

  private static final Map<String, ToLongFunction<GroupBacklog>> SHOWN =
      Map.of(
          "kompl_event_waiting", GroupBacklog::waiting,
          "kompl_event_failed", GroupBacklog::failed,
          "kompl_event_held", GroupBacklog::held,
          "kompl_event_dead", GroupBacklog::dead,
          "kompl_event_lag_seconds", group -> group.lag().map(Duration::toSeconds).orElse(0L));

  private final MeterRegistry registry;
  private final EventBacklog backlog;
  private final Map<String, GroupBacklog> last = new ConcurrentHashMap<>();
  private final Map<String, List<Meter>> meters = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  EventMeters(MeterRegistry registry, EventBacklog backlog) {
    this.registry = registry;
    this.backlog = backlog;
    this.thread = Thread.ofVirtual().name("event-meters").unstarted(this::loop);
  }

  /** In the one registry of this process, beside the gateway's meters. */
  static EventMeters ofProcess(EventBacklog backlog) {
    return new EventMeters(Services.get(MeterRegistry.class), backlog);
  }

  void start() {
    thread.start();
  }

  private void loop() {
    try {
      do {
        look();
      } while (!closing.await(LOOK.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      for (GroupBacklog group : backlog.groups()) {
        last.put(group.group(), group);
        meters.computeIfAbsent(group.group(), this::gauges);
      }
    } catch (ProblemException e) {
      // The database is away, which others say; the figures of before stand until it is back.
      System.getLogger(EventMeters.class.getName())
          .log(System.Logger.Level.DEBUG, "event-meters-not-read", e);
    }
  }

  private List<Meter> gauges(String group) {
    var tags = List.of(Tag.create("group", group));
    return SHOWN.entrySet().stream()
        .<Meter>map(shown ->
            registry.getOrCreate(
                Gauge.builder(shown.getKey(), () -> value(group, shown.getValue()))
                    .description("What consumers of events have left to do.")
                    .tags(tags)))
        .toList();
  }

  private Long value(String group, ToLongFunction<GroupBacklog> shown) {
    GroupBacklog known = last.get(group);
    return known == null ? 0L : shown.applyAsLong(known);
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    meters.values().forEach(own -> own.forEach(registry::remove));
  }
}
