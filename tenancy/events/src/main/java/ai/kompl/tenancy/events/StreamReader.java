package ai.kompl.tenancy.events;

import ai.kompl.tenancy.caller.Outage;
import ai.kompl.tenancy.caller.ProblemException;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Reads all streams on one thread and hands each event to the followers that want it. */
final class StreamReader implements AutoCloseable {
  private static final Duration BLOCK = Duration.ofSeconds(1);
  private static final Duration ANSWER = Duration.ofSeconds(4);
  private static final Duration AFTER_FAILURE = Duration.ofMillis(200);
  private static final int PAGE = 500;

  private final Outage outage =
      new Outage(
          System.getLogger(StreamReader.class.getName()),
          "event-stream-away",
          InstantSource.system());
  private final RedisConnection connection;
  private final List<Follower> followers = new CopyOnWriteArrayList<>();
  // Written by the reader thread once it runs; before that by start().
  private final Map<String, String> positions = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  StreamReader(RedisClient client) {
    this.connection = new RedisConnection(client, ANSWER);
    this.thread = Thread.ofVirtual().name("event-reader").unstarted(this::loop);
  }

  /**
   * Notes where each stream ends, then follows from there.
   *
   * @param attempts how often Redis may let us wait in vain; a refusal counts at once
   */
  void start(int attempts) {
    Map<String, String> ends = null;
    for (int attempt = 1; ends == null; attempt++) {
      try {
        ends = connection.run(redis -> ends(redis.sync()));
      } catch (ProblemException unanswered) {
        if (attempt == attempts || !timedOut(unanswered)) {
          throw unanswered;
        }
      }
    }
    positions.putAll(ends);
    thread.start();
  }

  private static boolean timedOut(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RedisCommandTimeoutException
          || cause instanceof TimeoutException
          || cause instanceof SocketTimeoutException) {
        return true;
      }
    }
    return false;
  }

  EventStream.Subscription add(EventFilter filter, Consumer<Event> consumer) {
    var follower = new Follower(filter, consumer);
    followers.add(follower);
    return () -> followers.remove(follower);
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
    try {
      if (thread.isAlive()) {
        thread.join(Duration.ofSeconds(5));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connection.close();
  }

  private static Map<String, String> ends(RedisCommands<String, String> redis) {
    Map<String, String> ends = new HashMap<>();
    for (String key : StreamShards.all()) {
      List<StreamMessage<String, String>> last =
          redis.xrevrange(key, Range.unbounded(), Limit.from(1));
      ends.put(key, last.isEmpty() ? "0-0" : last.getFirst().getId());
    }
    return ends;
  }

  private void loop() {
    while (!stopped(Duration.ZERO)) {
      try {
        List<StreamMessage<String, String>> messages = connection.run(redis -> read(redis.sync()));
        outage.over();
        messages.forEach(this::take);
      } catch (ProblemException e) {
        if (stopped(Duration.ZERO)) {
          return;
        }
        outage.failed(e);
        if (stopped(AFTER_FAILURE)) {
          return;
        }
      }
    }
  }

  private boolean stopped(Duration patience) {
    try {
      return closing.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  private List<StreamMessage<String, String>> read(RedisCommands<String, String> redis) {
    List<StreamOffset<String>> from =
        StreamShards.all().stream()
            .map(key -> StreamOffset.from(key, positions.getOrDefault(key, "0-0")))
            .toList();
    @SuppressWarnings("unchecked") // reason: the driver takes a generic array, which Java has not
    StreamOffset<String>[] offsets = from.toArray(StreamOffset[]::new);
    return redis.xread(XReadArgs.Builder.block(BLOCK).count(PAGE), offsets);
  }

  private void take(StreamMessage<String, String> message) {
    positions.put(message.getStream(), message.getId());
    try {
      Event event = StreamEntry.read(message.getBody());
      followers.stream()
          .filter(follower -> follower.filter().matches(event))
          .forEach(follower -> deliver(follower, event));
    } catch (IllegalArgumentException e) {
      System.getLogger(StreamReader.class.getName())
          .log(System.Logger.Level.ERROR, "event-unreadable", e);
    }
  }

  /** The boundary to a follower: what it throws must not keep the others from their events. */
  private static void deliver(Follower follower, Event event) {
    try {
      follower.consumer().accept(event);
    } catch (RuntimeException e) {
      System.getLogger(StreamReader.class.getName())
          .log(System.Logger.Level.ERROR, "event-follower-failed", e);
    }
  }

  private record Follower(EventFilter filter, Consumer<Event> consumer) {}
}
