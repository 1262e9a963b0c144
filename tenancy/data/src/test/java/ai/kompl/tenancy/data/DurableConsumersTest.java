package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.embedded.RedisServer;
import ai.kompl.embedded.RedisSettings;
import ai.kompl.embedded.TestRedis;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.events.Event;
import ai.kompl.tenancy.events.EventDraft;
import ai.kompl.tenancy.events.EventFilter;
import ai.kompl.tenancy.events.RedisEvents;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event is applied once and in order, whatever happens to whom it passes. */
class DurableConsumersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private TestPlatform platform;
  private Tenant north;
  private Caller ana;
  private String redis;
  private RedisEvents events;

  @BeforeEach
  void open() {
    platform = TestPlatform.open();
    north = platform.provision("north");
    ana = TestPlatform.user(north);
    redis = TestRedis.shared().createDatabase();
    events = RedisEvents.open(URI.create(redis));
  }

  @AfterEach
  void close() {
    platform.close();
    events.close();
  }

  @Test
  void anEventThatIsDeliveredThreeTimesIsAppliedOnce() {
    consume(platform.data(), ConsumerGround::note);
    platform
        .data()
        .startRelay(batch -> {
          events.publish(batch);
          events.publish(batch);
          events.publish(batch);
        });

    count(1, 30, "a", "b");

    assertAllAppliedInOrder(north, 30, "a", "b");
  }

  @Test
  void anEffectIsUndoneTogetherWithTheFactThatItHappened() {
    var tries = new AtomicInteger();
    consume(
        platform.data(),
        (event, tx) -> {
          ConsumerGround.note(event, tx);
          if (tries.incrementAndGet() == 1) {
            throw new IllegalStateException("after the effect");
          }
        });

    count(1, 1, "a");

    assertAllAppliedInOrder(north, 1, "a");
    assertThat(tries).hasValue(2);
  }

  @Test
  void laterEventsOfAnEntityWaitForAFailedOneAndOthersDoNot() {
    var failing = new AtomicInteger(2);
    consume(
        platform.data(),
        (event, tx) -> {
          boolean third = event.entityId().equals("a") && event.payloadJson().equals("3");
          if (third && (failing.getAndDecrement() > 0)) {
            throw new ProblemException(Problem.CONFLICT);
          }
          ConsumerGround.note(event, tx);
        });

    count(1, 30, "a", "b");

    assertAllAppliedInOrder(north, 30, "a", "b");
  }

  @Test
  void whatRedisHasLostIsAppliedAllTheSame() {
    platform
        .data()
        .startRelay(batch -> {
          events.publish(batch);
          flush(redis);
        });
    consume(platform.data(), ConsumerGround::note);

    count(1, 40, "a", "b");

    assertAllAppliedInOrder(north, 40, "a", "b");
  }

  @Test
  void whileRedisIsAwayEventsAreAppliedAndOnceOnly(@TempDir Path folder) {
    RedisServer first = RedisServer.start(RedisSettings.in(folder));
    try (var own = RedisEvents.open(URI.create(first.url()))) {
      platform.data().startRelay(own);
      platform
          .data()
          .startConsumer(
              ConsumerGround.consumer(ConsumerGround::note), own, ConsumerGround.settings());
      ConsumerGround.awaitJoined(platform);
      count(1, 5, "a");
      assertAllAppliedInOrder(north, 5, "a");

      first.close();
      count(6, 10, "a");
      assertAllAppliedInOrder(north, 10, "a");

      try (RedisServer _ = RedisServer.start(RedisSettings.in(folder))) {
        count(11, 15, "a");
        assertAllPublished();
        assertAllAppliedInOrder(north, 15, "a");
      }
    }
  }

  @Test
  void aProcessKilledInTheMiddleLosesNothingAndAppliesNothingTwice(@TempDir Path folder)
      throws Exception {
    join();
    count(1, 40, "a", "b");
    Process killed = consumeInAnotherProcess(folder);

    assertThat(killed.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(killed.exitValue()).as("died within a transaction").isEqualTo(137);
    assertThat(ConsumerGround.waiting(platform)).as("some are left").isBetween(1L, 79L);
    consume(platform.data(), ConsumerGround::note);

    assertAllAppliedInOrder(north, 40, "a", "b");
  }

  @Test
  void twoProcessesShareTheWorkAndKeepTheOrder() {
    List<Tenant> tenants = List.of(north, platform.provision("south"), platform.provision("west"));
    try (DataPlatform second =
        TestPlatform.open(platform.settings(), List.of(TestPlatform.LEDGER))) {
      consume(platform.data(), ConsumerGround::note);
      consume(second, ConsumerGround::note);
      platform.data().startRelay(events);
      for (int n = 1; n <= 30; n++) {
        for (Tenant tenant : tenants) {
          ConsumerGround.count(platform.data(), TestPlatform.user(tenant), n, "a", "b", "c");
        }
      }

      for (Tenant tenant : tenants) {
        assertAllAppliedInOrder(tenant, 30, "a", "b", "c");
      }
    }
  }

  @Test
  void whatStandsInRedisIsNotBelieved() {
    Tenant south = platform.provision("south");
    consume(platform.data(), ConsumerGround::note);
    count(1, 1, "a");
    assertAllAppliedInOrder(north, 1, "a");

    events.publish(
        List.of(
            new Event(77, south.id(), ConsumerGround.COUNTED, "Entry", "a", "1", Instant.now())));
    count(2, 2, "a");

    assertAllAppliedInOrder(north, 2, "a");
    assertThat(ConsumerGround.noted(platform, south)).isEmpty();
  }

  @Test
  void theVersionOfItsSchemaTravelsWithAnEvent() throws Exception {
    var applied = new LinkedBlockingQueue<Integer>();
    var followed = new LinkedBlockingQueue<Integer>();
    consume(platform.data(), (event, _) -> applied.add(event.version()));
    events.subscribe(
        EventFilter.of(north.id(), ConsumerGround.COUNTED), event -> followed.add(event.version()));
    platform.data().startRelay(events);

    boolean _ =
        platform
            .data()
            .tenantDatabase()
            .write(
                ana,
                tx -> {
                  tx.publish(new EventDraft(ConsumerGround.COUNTED, "Entry", "a", "{}", 2));
                  return true;
                });

    assertThat(applied.poll(15, TimeUnit.SECONDS)).isEqualTo(2);
    assertThat(followed.poll(15, TimeUnit.SECONDS)).isEqualTo(2);
  }

  @Test
  void aGroupThatJoinsHearsWhatATransactionStatesThatHadBegunBefore() throws Exception {
    var begun = new CountDownLatch(1);
    var commit = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> slow =
          threads.submit(() ->
              platform
                  .data()
                  .tenantDatabase()
                  .write(
                      ana,
                      tx -> {
                        insertUnnoted(tx);
                        begun.countDown();
                        return await(commit);
                      }));
      begun.await();
      consume(platform.data(), ConsumerGround::note);
      assertThat(TestPlatform.eventually(PATIENCE, () -> interests() == 1)).isTrue();
      count(2, 2, "a");

      commit.countDown();
      slow.get();
    }

    assertAllAppliedInOrder(north, 2, "a");
  }

  @Test
  void aReplayAppliesInOrderWhatTheGroupHasAppliedBefore() {
    consume(platform.data(), ConsumerGround::note);
    count(1, 5, "a");
    assertAllAppliedInOrder(north, 5, "a");
    String third =
        platform.look("select sequence from private.outbox where payload = '3'").getFirst();

    int events =
        platform
            .data()
            .eventBacklog()
            .replay(
                ConsumerGround.GROUP,
                new ReplayFrom.Sequence(Long.parseLong(third)),
                TestPlatform.operator());

    assertThat(events).isEqualTo(3);
    assertThat(
            TestPlatform.eventually(
                PATIENCE,
                () ->
                    ConsumerGround.noted(platform, north)
                        .equals(Map.of("a", List.of(1, 2, 3, 4, 5, 3, 4, 5)))))
        .isTrue();
    int all =
        platform
            .data()
            .eventBacklog()
            .replay(
                ConsumerGround.GROUP,
                new ReplayFrom.Moment(Instant.now().minusSeconds(600)),
                TestPlatform.operator());
    assertThat(all).isEqualTo(5);
  }

  @Test
  void aBatchCostsThreeStatementsBesidesThoseOfTheHandler() {
    var handled = new CountDownLatch(20);
    join();
    count(1, 20, "a");
    StatementCount count = platform.data().statements();
    var settings =
        new ConsumerSettings(
            20, 3, Duration.ofMillis(20), Duration.ofMillis(80), Duration.ofMinutes(5));
    long before = count.statements();

    platform
        .data()
        .startConsumer(ConsumerGround.consumer((_, _) -> handled.countDown()), events, settings);

    assertThat(TestPlatform.eventually(PATIENCE, () -> ConsumerGround.waiting(platform) == 0))
        .isTrue();
    assertThat(handled.getCount()).isZero();
    // Joining takes two; a look, a lock and the batch itself come each time, the last in vain.
    assertThat(count.statements() - before).isBetween(5L, 8L);
  }

  private void consume(DataPlatform data, EventHandler handler) {
    data.startConsumer(ConsumerGround.consumer(handler), events, ConsumerGround.settings());
    ConsumerGround.awaitJoined(platform);
  }

  /** Makes the group known, with nobody at work. */
  private void join() {
    try (DataPlatform other =
        TestPlatform.open(platform.settings(), List.of(TestPlatform.LEDGER))) {
      consume(other, ConsumerGround::note);
      assertThat(
              TestPlatform.eventually(
                  PATIENCE,
                  () ->
                      platform
                          .look("select complete from private.event_interests")
                          .equals(List.of("t"))))
          .isTrue();
    }
  }

  private int interests() {
    return platform.look("select 1 from private.event_interests").size();
  }

  private void count(int from, int to, String... entities) {
    for (int n = from; n <= to; n++) {
      ConsumerGround.count(platform.data(), ana, n, entities);
    }
  }

  private void assertAllAppliedInOrder(Tenant tenant, int upTo, String... entities) {
    assertThat(TestPlatform.eventually(PATIENCE, () -> ConsumerGround.waiting(platform) == 0))
        .as("nothing is left")
        .isTrue();
    Map<String, List<Integer>> noted = ConsumerGround.noted(platform, tenant);
    assertThat(noted).containsOnlyKeys(entities);
    List<Integer> all = IntStream.rangeClosed(1, upTo).boxed().toList();
    assertThat(noted.values()).allSatisfy(numbers -> assertThat(numbers).isEqualTo(all));
  }

  private void assertAllPublished() {
    assertThat(
            TestPlatform.eventually(
                PATIENCE,
                () ->
                    platform
                        .look("select count(*) from private.outbox where published_at is null")
                        .equals(List.of("0"))))
        .isTrue();
  }

  /** As a transaction does whose statement had begun before the group was there. */
  private void insertUnnoted(TenantTransaction tx) {
    tx.update(
        """
        insert into private.outbox (tenant, type, entity_type, entity_id, payload, occurred_at)
        values (?, ?, 'Entry', 'a', '1', now())
        """,
        ana.tenant(),
        ConsumerGround.COUNTED);
  }

  private static boolean await(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void flush(String redis) {
    RedisClient client = RedisClient.create(redis);
    try (var connection = client.connect()) {
      connection.sync().flushdb();
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
  }

  private Process consumeInAnotherProcess(Path folder) throws IOException {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            ConsumingProcess.class.getName(),
            platform.settings().url(),
            platform.database().user());
    var builder = new ProcessBuilder(command);
    builder.environment().put("OWNER_PASSWORD", platform.database().password());
    builder.environment().put("REDIS", redis);
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("child.log").toFile())
        .start();
  }
}
