package ai.kompl.gateway.subscription;

import ai.kompl.gateway.operation.LiveSource;
import ai.kompl.gateway.refusal.Refusal;
import ai.kompl.gateway.refusal.RefusedException;
import ai.kompl.gateway.telemetry.GatewayMetrics;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.events.Event;
import ai.kompl.tenancy.events.EventFilter;
import ai.kompl.tenancy.events.EventStream;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Joins the event stream once for all live operations of this gateway and hands each event to the
 * feeds that follow its entity. Tenant, event type and entity are compared in full. Safe for use by
 * any number of threads; {@link #accept} never blocks the stream.
 */
public final class EventHub implements AutoCloseable {
  private final Map<Key, Set<Feed>> feeds = new ConcurrentHashMap<>();
  private final AtomicInteger joined = new AtomicInteger();
  private final GatewayMetrics metrics;
  private final int feedBound;
  private final int mostFeeds;
  private final EventStream.Subscription stream;

  private EventHub(EventStream stream, GatewayMetrics metrics, int feedBound, int mostFeeds) {
    this.metrics = metrics;
    this.feedBound = feedBound;
    this.mostFeeds = mostFeeds;
    this.stream = stream.subscribe(EventFilter.ofAllTenants(), this::accept);
  }

  /**
   * Joins the stream.
   *
   * @param feedBound how many events may wait for one operation before they are merged
   * @param mostFeeds how many live operations may run at once
   */
  public static EventHub join(
      EventStream stream, GatewayMetrics metrics, int feedBound, int mostFeeds) {
    return new EventHub(stream, metrics, feedBound, mostFeeds);
  }

  /** A feed of the source's events from now on; leave it with {@link #leave}. */
  Feed enter(LiveSource source) {
    if (joined.incrementAndGet() > mostFeeds) {
      joined.decrementAndGet();
      throw RefusedException.of(
          Refusal.UNAVAILABLE, "The server has as many live operations as it can hold; try later.");
    }
    Feed feed = new Feed(feedBound);
    feeds.compute(
        Key.of(source),
        (_, known) -> {
          Set<Feed> set = known == null ? ConcurrentHashMap.newKeySet() : known;
          set.add(feed);
          return set;
        });
    metrics.subscribed();
    return feed;
  }

  /** Takes the feed out again. */
  void leave(LiveSource source, Feed feed) {
    feeds.computeIfPresent(
        Key.of(source),
        (_, set) -> {
          set.remove(feed);
          return set.isEmpty() ? null : set;
        });
    joined.decrementAndGet();
    metrics.unsubscribed();
  }

  /** Has all live operations of a tenant look anew, as an event of theirs would. */
  public void wake(TenantId tenant) {
    feeds.forEach((key, listening) -> {
      if (key.tenant().equals(tenant)) {
        listening.forEach(Feed::offer);
      }
    });
  }

  private void accept(Event event) {
    Set<Feed> listening = feeds.get(Key.of(event));
    if (listening == null) {
      return;
    }
    for (Feed feed : listening) {
      if (!feed.offer()) {
        metrics.coalesced();
      }
    }
  }

  /** Leaves the stream and ends every live operation. */
  @Override
  public void close() {
    stream.close();
    feeds.values().forEach(set -> set.forEach(Feed::end));
  }

  /** What an event is about, and what a feed follows. */
  private record Key(TenantId tenant, String type, String entityId) {
    static Key of(LiveSource source) {
      return new Key(source.tenant(), source.eventType(), source.entityId());
    }

    static Key of(Event event) {
      return new Key(event.tenant(), event.type(), event.entityId());
    }
  }
}
