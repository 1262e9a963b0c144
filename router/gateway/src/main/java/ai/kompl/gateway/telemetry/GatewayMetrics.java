package ai.kompl.gateway.telemetry;

import ai.kompl.federation.transport.SubgraphResponse;
import ai.kompl.federation.transport.SubgraphTransport;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.Meter;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Tag;
import io.helidon.metrics.api.Timer;
import io.helidon.service.registry.Services;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * The gateway's meters. Every label comes from a closed set or is bounded here: nothing that a
 * client writes, and no tenant, becomes a label, so the number of series does not grow with use.
 * Safe for use by any number of threads.
 */
public final class GatewayMetrics implements AutoCloseable {
  private static final Pattern CODE_FORM = Pattern.compile("[A-Z][A-Z0-9_]{0,47}");
  private static final int MOST_CODES = 100;
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25),
    Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500),
    Duration.ofSeconds(1), Duration.ofMillis(2500), Duration.ofSeconds(5), Duration.ofSeconds(10)
  };

  private final MeterRegistry registry;
  private final Set<String> codes = ConcurrentHashMap.newKeySet();
  private final AtomicInteger subscriptions = new AtomicInteger();
  private final AtomicInteger sockets = new AtomicInteger();
  private final List<Meter> gauges;

  /** Meters in the given registry; {@link #close()} takes the gauges out again. */
  public GatewayMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.gauges =
        List.of(
            gauge("kompl_gateway_subscriptions_active", "Live operations.", subscriptions),
            gauge("kompl_gateway_websockets_active", "Open WebSocket connections.", sockets));
  }

  /** Meters beside those of the JVM, in the one registry of this process. */
  public static GatewayMetrics ofProcess() {
    return new GatewayMetrics(Services.get(MeterRegistry.class));
  }

  private Meter gauge(String name, String description, AtomicInteger value) {
    return registry.getOrCreate(Gauge.builder(name, value::get).description(description));
  }

  /** The registry that the metrics page shows. */
  public MeterRegistry registry() {
    return registry;
  }

  /** One operation has ended. */
  public void operation(Channel channel, String kind, Outcome outcome, Duration took) {
    List<Tag> tags =
        List.of(
            Tag.create("channel", channel.label()),
            Tag.create("kind", kind),
            Tag.create("outcome", outcome.label()));
    counter("kompl_gateway_operations", "Operations by their end.", tags).increment();
    registry
        .getOrCreate(
            Timer.builder("kompl_gateway_operation_duration")
                .description("Time from the request to its answer.")
                .buckets(BUCKETS)
                .tags(tags))
        .record(took);
  }

  /** One request of whatever kind was answered. */
  public void request(String route, int status) {
    List<Tag> tags =
        List.of(Tag.create("route", route), Tag.create("status", Integer.toString(status)));
    counter("kompl_gateway_requests", "HTTP requests by route and status.", tags).increment();
  }

  /** An error with this code went to a client. */
  public void error(String code) {
    counter(
            "kompl_gateway_errors",
            "Errors given to clients by code.",
            List.of(Tag.create("code", bounded(code))))
        .increment();
  }

  /** An event found a client's feed full; a later event will show the same object's state. */
  public void coalesced() {
    counter("kompl_gateway_events_coalesced", "Events merged for slow clients.", List.of())
        .increment();
  }

  /** A live operation began. */
  public void subscribed() {
    subscriptions.incrementAndGet();
  }

  /** A live operation ended. */
  public void unsubscribed() {
    subscriptions.decrementAndGet();
  }

  /** A WebSocket connection was opened. */
  public void socketOpened() {
    sockets.incrementAndGet();
  }

  /** A WebSocket connection has ended. */
  public void socketClosed() {
    sockets.decrementAndGet();
  }

  /** The same transport, its calls counted and timed under the subgraph's name. */
  public SubgraphTransport metered(String subgraph, SubgraphTransport transport) {
    return call -> {
      long start = System.nanoTime();
      SubgraphResponse response = transport.execute(call);
      fetch(subgraph, response, Duration.ofNanos(System.nanoTime() - start));
      return response;
    };
  }

  private void fetch(String subgraph, SubgraphResponse response, Duration took) {
    String outcome =
        switch (response) {
          case SubgraphResponse.Failed(var code, _) -> code.name().toLowerCase(Locale.ROOT);
          case SubgraphResponse.Json _, SubgraphResponse.Tree _ -> "ok";
        };
    List<Tag> tags = List.of(Tag.create("subgraph", subgraph), Tag.create("outcome", outcome));
    counter("kompl_gateway_fetches", "Calls to subgraphs.", tags).increment();
    registry
        .getOrCreate(
            Timer.builder("kompl_gateway_fetch_duration")
                .description("Time that a subgraph took.")
                .buckets(BUCKETS)
                .tags(List.of(Tag.create("subgraph", subgraph))))
        .record(took);
  }

  /** Codes come from subgraphs too, so their number and form are limited. */
  private String bounded(String code) {
    if (codes.contains(code)) {
      return code;
    }
    if (codes.size() >= MOST_CODES || !CODE_FORM.matcher(code).matches()) {
      return "OTHER";
    }
    codes.add(code);
    return code;
  }

  private Counter counter(String name, String description, List<Tag> tags) {
    return registry.getOrCreate(Counter.builder(name).description(description).tags(tags));
  }

  @Override
  public void close() {
    gauges.forEach(registry::remove);
  }
}
