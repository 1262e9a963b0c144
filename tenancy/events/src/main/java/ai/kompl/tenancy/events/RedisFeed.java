package ai.kompl.tenancy.events;

import io.lettuce.core.Consumer;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisBusyException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAutoClaimArgs;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A member of a consumer group on all streams. */
final class RedisFeed implements EventFeed {
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final int PAGE = 200;

  private final RedisConnection connection;
  private final Consumer<String> member;
  private final Duration abandoned;
  private final InstantSource clock;
  private Instant claimed = Instant.MIN;

  /**
   * A member with a name of its own.
   *
   * @param abandoned after how long an event that was taken and not acknowledged goes to another
   */
  RedisFeed(RedisClient client, String group, Duration abandoned, InstantSource clock) {
    this.connection = new RedisConnection(client, ANSWER);
    this.member = Consumer.from(group, UUID.randomUUID().toString());
    this.abandoned = abandoned;
    this.clock = clock;
  }

  @Override
  public List<Delivery> take(Duration patience) {
    return connection.run(redis -> {
      // The answer to a command that waits comes later than that of others.
      redis.setTimeout(ANSWER.plus(patience));
      try {
        return taken(redis.sync(), patience);
      } catch (RedisCommandExecutionException e) {
        if (e.getMessage() == null || !e.getMessage().contains("NOGROUP")) {
          throw e;
        }
        // The first member, or all was lost: from now on. What is missing is in the database.
        StreamShards.all().forEach(key -> begin(redis.sync(), key));
        return List.of();
      }
    });
  }

  private List<Delivery> taken(RedisCommands<String, String> redis, Duration patience) {
    List<StreamMessage<String, String>> messages = new ArrayList<>(abandoned(redis));
    if (messages.isEmpty()) {
      messages.addAll(fresh(redis, patience));
    }
    List<Delivery> deliveries = new ArrayList<>();
    for (StreamMessage<String, String> message : messages) {
      read(redis, message, deliveries);
    }
    return List.copyOf(deliveries);
  }

  private List<StreamMessage<String, String>> fresh(
      RedisCommands<String, String> redis, Duration patience) {
    List<StreamOffset<String>> from =
        StreamShards.all().stream().map(StreamOffset::lastConsumed).toList();
    @SuppressWarnings("unchecked") // reason: the driver takes a generic array, which Java has not
    StreamOffset<String>[] offsets = from.toArray(StreamOffset[]::new);
    XReadArgs arguments = XReadArgs.Builder.count(PAGE);
    // To the server a wait of nothing is one without end.
    return redis.xreadgroup(
        member, patience.isZero() ? arguments : arguments.block(patience), offsets);
  }

  /** What members took that have ended without a word, looked for now and then. */
  private List<StreamMessage<String, String>> abandoned(RedisCommands<String, String> redis) {
    Instant now = clock.instant();
    if (now.isBefore(claimed.plus(abandoned))) {
      return List.of();
    }
    List<StreamMessage<String, String>> messages = new ArrayList<>();
    for (String key : StreamShards.all()) {
      var old = XAutoClaimArgs.Builder.xautoclaim(member, abandoned, "0-0").count(PAGE);
      messages.addAll(redis.xautoclaim(key, old).getMessages());
    }
    if (messages.isEmpty()) {
      claimed = now;
    }
    return messages;
  }

  private void read(
      RedisCommands<String, String> redis,
      StreamMessage<String, String> message,
      List<Delivery> deliveries) {
    String receipt = message.getStream() + " " + message.getId();
    try {
      deliveries.add(new Delivery(StreamEntry.read(message.getBody()), receipt));
    } catch (IllegalArgumentException e) {
      System.getLogger(RedisFeed.class.getName())
          .log(System.Logger.Level.ERROR, "event-unreadable", e);
      redis.xack(message.getStream(), member.getGroup(), message.getId());
    }
  }

  private void begin(RedisCommands<String, String> redis, String key) {
    try {
      redis.xgroupCreate(
          StreamOffset.latest(key), member.getGroup(), XGroupCreateArgs.Builder.mkstream());
    } catch (RedisBusyException e) {
      // Another member was faster.
      System.getLogger(RedisFeed.class.getName())
          .log(System.Logger.Level.DEBUG, "event-group-begun-already", e);
    }
  }

  @Override
  public void acknowledge(List<Delivery> deliveries) {
    Map<String, List<String>> ids = new LinkedHashMap<>();
    for (Delivery delivery : deliveries) {
      String[] place = delivery.receipt().split(" ", 2);
      ids.computeIfAbsent(place[0], _ -> new ArrayList<>()).add(place[1]);
    }
    if (!ids.isEmpty()) {
      connection.run(redis -> acknowledged(redis, ids));
    }
  }

  private boolean acknowledged(
      StatefulRedisConnection<String, String> redis, Map<String, List<String>> ids) {
    List<RedisFuture<Long>> sent = new ArrayList<>();
    ids.forEach((key, some) ->
        sent.add(redis.async().xack(key, member.getGroup(), some.toArray(String[]::new))));
    if (!LettuceFutures.awaitAll(ANSWER, sent.toArray(RedisFuture[]::new))) {
      throw new RedisCommandTimeoutException("acknowledgements were not confirmed in time");
    }
    return true;
  }

  @Override
  public void close() {
    connection.close();
  }
}
