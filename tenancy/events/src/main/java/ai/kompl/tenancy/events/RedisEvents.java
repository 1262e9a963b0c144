package ai.kompl.tenancy.events;

import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Events over Redis Streams: sixteen streams of bounded length for all tenants, one reader thread
 * per process. When Redis goes away, publishing says so and following waits; both go on by
 * themselves.
 */
public final class RedisEvents implements EventPublisher, EventStream, EventGroups, AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(3);

  /** A member of a group that says nothing about an event for so long is taken for dead. */
  private static final Duration ABANDONED = Duration.ofSeconds(30);

  /** The first answer waits for a process that is still loading its classes. */
  private static final int OPENING_ATTEMPTS = 5;

  private static final long KEPT_PER_SHARD = 20_000;
  private static final int PAGE = 1_000;

  private final RedisClient client;
  private final RedisConnection writing;
  private final RedisConnection ranging;
  private final StreamReader reader;

  private RedisEvents(RedisClient client) {
    this.client = client;
    this.writing = new RedisConnection(client, ANSWER);
    this.ranging = new RedisConnection(client, ANSWER);
    this.reader = new StreamReader(client);
  }

  /**
   * Connects and starts to follow the streams from their present end.
   *
   * @param url the address with its password, such as {@code redis://:secret@127.0.0.1:6379/0}
   * @throws ProblemException UNAVAILABLE when Redis does not answer
   */
  public static RedisEvents open(URI url) {
    RedisURI address = RedisURI.create(url);
    address.setTimeout(ANSWER);
    RedisClient client = RedisClient.create(address);
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .socketOptions(SocketOptions.builder().connectTimeout(ANSWER).tcpNoDelay(true).build())
            .build());
    var events = new RedisEvents(client);
    boolean opened = false;
    try {
      events.reader.start(OPENING_ATTEMPTS);
      opened = true;
      return events;
    } finally {
      if (!opened) {
        events.close();
      }
    }
  }

  @Override
  public void publish(List<Event> events) {
    writing.run(connection -> send(connection, events));
  }

  private static boolean send(
      StatefulRedisConnection<String, String> connection, List<Event> events) {
    RedisAsyncCommands<String, String> commands = connection.async();
    List<RedisFuture<String>> sent = new ArrayList<>();
    for (Event event : events) {
      XAddArgs bounded = XAddArgs.Builder.maxlen(KEPT_PER_SHARD).approximateTrimming();
      sent.add(commands.xadd(StreamShards.of(event.tenant()), bounded, StreamEntry.write(event)));
    }
    if (!LettuceFutures.awaitAll(ANSWER, sent.toArray(RedisFuture[]::new))) {
      throw new RedisCommandTimeoutException("events were not confirmed in time");
    }
    return true;
  }

  @Override
  public Subscription subscribe(EventFilter filter, Consumer<Event> follower) {
    return reader.add(filter, follower);
  }

  @Override
  public Optional<List<Event>> replay(TenantId tenant, long afterSequence) {
    return ranging.run(connection -> {
      var scan = new Scan(tenant, afterSequence);
      pages(connection.sync(), StreamShards.of(tenant), scan);
      return scan.result();
    });
  }

  @Override
  public EventFeed join(String group) {
    return join(group, ABANDONED);
  }

  /** The same with another time after which a member is taken for dead. */
  EventFeed join(String group, Duration abandoned) {
    return new RedisFeed(client, group, abandoned, InstantSource.system());
  }

  private static void pages(RedisCommands<String, String> commands, String key, Scan scan) {
    Range<String> rest = Range.unbounded();
    List<StreamMessage<String, String>> page;
    do {
      page = commands.xrange(key, rest, Limit.from(PAGE));
      page.forEach(message -> scan.see(StreamEntry.read(message.getBody())));
      if (!page.isEmpty()) {
        String last = page.getLast().getId();
        rest = Range.from(Range.Boundary.excluding(last), Range.Boundary.unbounded());
      }
    } while (page.size() == PAGE);
  }

  /** Whether Redis answers now. */
  public boolean reachable() {
    try {
      return ranging.run(connection -> connection.sync().ping()).equals("PONG");
    } catch (ProblemException e) {
      System.getLogger(RedisEvents.class.getName())
          .log(System.Logger.Level.WARNING, "redis-away", e);
      return false;
    }
  }

  @Override
  public void close() {
    reader.close();
    writing.close();
    ranging.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }

  /** Collects what comes after an event; what was published twice is taken once. */
  private static final class Scan {
    private final TenantId tenant;
    private final long afterSequence;
    private final Map<Long, Event> after = new LinkedHashMap<>();
    private boolean found;

    Scan(TenantId tenant, long afterSequence) {
      this.tenant = tenant;
      this.afterSequence = afterSequence;
    }

    void see(Event event) {
      if (!event.tenant().equals(tenant)) {
        return;
      }
      if (event.sequence() == afterSequence) {
        found = true;
      } else if (found) {
        after.putIfAbsent(event.sequence(), event);
      }
    }

    Optional<List<Event>> result() {
      return found ? Optional.of(List.copyOf(after.values())) : Optional.empty();
    }
  }
}
