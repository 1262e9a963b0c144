package ai.kompl.tenancy.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.embedded.RedisServer;
import ai.kompl.embedded.RedisSettings;
import ai.kompl.embedded.TestRedis;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import io.lettuce.core.RedisClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisEventsTest {
  private static final TenantId NORTH = new TenantId("00000000000000a1");
  private static final TenantId SOUTH = new TenantId("00000000000000b1");
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456Z");

  @Test
  void aSubscriberGetsTheEventsOfItsTenantInOrderAsTheyWerePublished() throws Exception {
    try (var events = open()) {
      BlockingQueue<Event> seen = new LinkedBlockingQueue<>();
      events.subscribe(EventFilter.of(NORTH, "regops.control.updated"), seen::add);

      events.publish(
          List.of(
              event(1, NORTH, "regops.control.updated"),
              event(2, SOUTH, "regops.control.updated"),
              event(3, NORTH, "regops.control.deleted"),
              event(4, NORTH, "regops.control.updated")));

      assertThat(take(seen, 2))
          .containsExactly(
              event(1, NORTH, "regops.control.updated"), event(4, NORTH, "regops.control.updated"));
    }
  }

  @Test
  void twoTenantsOfTheSameShardDoNotSeeEachOthersEvents() throws Exception {
    assertThat(StreamShards.of(NORTH)).as("same stream").isEqualTo(StreamShards.of(SOUTH));
    try (var events = open()) {
      BlockingQueue<Event> north = new LinkedBlockingQueue<>();
      BlockingQueue<Event> all = new LinkedBlockingQueue<>();
      events.subscribe(EventFilter.of(NORTH), north::add);
      events.subscribe(EventFilter.ofAllTenants(), all::add);

      events.publish(List.of(event(1, SOUTH, "a.b"), event(2, NORTH, "a.b")));

      assertThat(take(all, 2)).hasSize(2);
      assertThat(take(north, 1)).containsExactly(event(2, NORTH, "a.b"));
      assertThat(north).isEmpty();
    }
  }

  @Test
  void aFollowerThatThrowsDoesNotKeepOthersFromTheirEvents() throws Exception {
    try (var events = open()) {
      BlockingQueue<Event> seen = new LinkedBlockingQueue<>();
      events.subscribe(
          EventFilter.of(NORTH),
          _ -> {
            throw new IllegalStateException("broken follower");
          });
      events.subscribe(EventFilter.of(NORTH), seen::add);

      events.publish(List.of(event(1, NORTH, "a.b"), event(2, NORTH, "a.b")));

      assertThat(take(seen, 2)).hasSize(2);
    }
  }

  @Test
  void aClosedSubscriptionGetsNothingMore() throws Exception {
    try (var events = open()) {
      BlockingQueue<Event> closed = new LinkedBlockingQueue<>();
      BlockingQueue<Event> open = new LinkedBlockingQueue<>();
      events.subscribe(EventFilter.of(NORTH), closed::add).close();
      events.subscribe(EventFilter.of(NORTH), open::add);

      events.publish(List.of(event(1, NORTH, "a.b")));

      assertThat(take(open, 1)).hasSize(1);
      assertThat(closed).isEmpty();
    }
  }

  @Test
  void replayGivesWhatCameAfterAnEventOnceAndInOrder() {
    try (var events = open()) {
      events.publish(
          LongStream.rangeClosed(1, 2500).mapToObj(i -> event(i, NORTH, "a.b")).toList());
      events.publish(List.of(event(2500, NORTH, "a.b"), event(9000, SOUTH, "a.b")));

      List<Event> after = events.replay(NORTH, 1200).orElseThrow();

      assertThat(after)
          .extracting(Event::sequence)
          .containsExactlyElementsOf(LongStream.rangeClosed(1201, 2500).boxed().toList());
    }
  }

  @Test
  void replaySaysWhenItCannotTellWhatWasMissed() {
    try (var events = open()) {
      events.publish(List.of(event(7, NORTH, "a.b")));

      assertThat(events.replay(NORTH, 6)).isEmpty();
      assertThat(events.replay(NORTH, 7)).hasValue(List.of());
      assertThat(events.replay(SOUTH, 7)).as("another tenant's number").isEmpty();
    }
  }

  @Test
  void publishingSaysSoWhileRedisIsAwayAndGoesOnAfterwards(@TempDir Path folder) throws Exception {
    // Without a fresh process on the same port it could not be told whether it reconnects.
    RedisServer first = RedisServer.start(RedisSettings.in(folder));
    try (var events = RedisEvents.open(URI.create(first.url()))) {
      BlockingQueue<Event> seen = new LinkedBlockingQueue<>();
      events.subscribe(EventFilter.of(NORTH), seen::add);
      events.publish(List.of(event(1, NORTH, "a.b")));
      assertThat(take(seen, 1)).hasSize(1);
      int port = first.port();

      first.close();

      assertThatThrownBy(() -> events.publish(List.of(event(2, NORTH, "a.b"))))
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNAVAILABLE));
      assertThat(events.reachable()).isFalse();
      try (RedisServer second = RedisServer.start(RedisSettings.in(folder))) {
        assertThat(second.port()).isEqualTo(port);
        publishUntilTaken(events, event(3, NORTH, "a.b"));
        assertThat(take(seen, 1)).contains(event(3, NORTH, "a.b"));
      }
    }
  }

  @Test
  void eachEventComesToOneMemberOfAGroup() {
    try (var events = open();
        EventFeed one = events.join("a.group");
        EventFeed other = events.join("a.group")) {
      assertThat(one.take(Duration.ZERO)).as("the group begins").isEmpty();

      events.publish(LongStream.rangeClosed(1, 300).mapToObj(i -> event(i, NORTH, "a.b")).toList());

      List<EventFeed.Delivery> first = one.take(Duration.ofSeconds(5));
      List<EventFeed.Delivery> second = other.take(Duration.ofSeconds(5));
      assertThat(first).hasSize(200);
      assertThat(second).hasSize(100);
      assertThat(second.getFirst().event()).isEqualTo(event(201, NORTH, "a.b"));
    }
  }

  @Test
  void whatADeadMemberHadTakenGoesToAnotherAndWhatWasAcknowledgedDoesNot() {
    try (var events = open();
        EventFeed dead = events.join("a.group", Duration.ofMillis(50));
        EventFeed alive = events.join("a.group", Duration.ofMillis(50))) {
      dead.take(Duration.ZERO);
      events.publish(List.of(event(1, NORTH, "a.b"), event(2, NORTH, "a.b")));
      List<EventFeed.Delivery> taken = dead.take(Duration.ofSeconds(5));
      dead.acknowledge(taken.subList(0, 1));

      List<Event> again = new ArrayList<>();
      for (int i = 0; i < 100 && again.isEmpty(); i++) {
        alive.take(Duration.ofMillis(50)).forEach(delivery -> again.add(delivery.event()));
      }

      assertThat(taken).hasSize(2);
      assertThat(again).containsExactly(event(2, NORTH, "a.b"));
    }
  }

  @Test
  void aGroupBeginsAgainAfterRedisHasLostEverything() {
    String url = TestRedis.shared().createDatabase();
    try (var events = RedisEvents.open(URI.create(url));
        EventFeed feed = events.join("a.group")) {
      feed.take(Duration.ZERO);
      flush(url);

      assertThat(feed.take(Duration.ZERO)).as("it notices").isEmpty();
      events.publish(List.of(event(1, NORTH, "a.b")));

      assertThat(feed.take(Duration.ofSeconds(5))).hasSize(1);
    }
  }

  private static void flush(String url) {
    RedisClient client = RedisClient.create(url);
    try (var connection = client.connect()) {
      connection.sync().flushdb();
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
  }

  @Test
  void itRefusesToOpenWithoutRedis() {
    assertThatThrownBy(() -> RedisEvents.open(URI.create("redis://:x@127.0.0.1:1/0")))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNAVAILABLE));
  }

  private static RedisEvents open() {
    return RedisEvents.open(URI.create(TestRedis.shared().createDatabase()));
  }

  private static Event event(long sequence, TenantId tenant, String type) {
    return new Event(sequence, tenant, type, "Control", "control_1", "{\"n\":1}", NOON);
  }

  private static List<Event> take(BlockingQueue<Event> queue, int count)
      throws InterruptedException {
    List<Event> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Event event = queue.poll(15, TimeUnit.SECONDS);
      if (event == null) {
        return taken;
      }
      taken.add(event);
    }
    return taken;
  }

  private static void publishUntilTaken(RedisEvents events, Event event) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < end) {
      try {
        events.publish(List.of(event));
        return;
      } catch (ProblemException e) {
        LockSupport.parkNanos(50_000_000);
      }
    }
  }
}
