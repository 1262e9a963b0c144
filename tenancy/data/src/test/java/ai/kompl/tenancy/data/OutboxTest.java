package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.events.Event;
import ai.kompl.tenancy.events.EventDraft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<Event> published = new CopyOnWriteArrayList<>();
  private TestPlatform platform;
  private Caller ana;

  @BeforeEach
  void open() {
    platform = TestPlatform.open();
    ana = TestPlatform.user(platform.provision("north"));
  }

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void committedEventsArePublishedOnceInTheirOrder() {
    platform.data().startRelay(published::addAll);
    for (int i = 0; i < 50; i++) {
      state(i);
    }

    assertThat(waitFor(51)).isTrue();

    assertThat(entities()).containsExactlyElementsOf(numbers(50));
    assertThat(platform.look("select count(*) from private.outbox where published_at is null"))
        .containsExactly("0");
  }

  @Test
  void whatIsRolledBackIsNeverPublished() {
    platform.data().startRelay(published::addAll);
    assertThatThrownBy(() ->
            platform
                .data()
                .tenantDatabase()
                .write(
                    ana,
                    tx -> {
                      tx.publish(draft(666));
                      tx.audit(AuditEntry.change("ledger.x", "Entry", "666", "{}"));
                      tx.schedule("ledger.x", "{}");
                      throw new IllegalStateException("given up");
                    }))
        .hasMessage("given up");
    state(1);

    assertThat(waitFor(2)).isTrue();

    assertThat(entities()).containsExactly("1");
    assertThat(platform.look("select count(*) from private.audit_events where subject_id = '666'"))
        .containsExactly("0");
    assertThat(platform.look("select count(*) from private.schedule")).containsExactly("0");
  }

  @Test
  void anEventOfASlowTransactionIsNotSkippedByFasterOnes() throws Exception {
    platform.data().startRelay(published::addAll);
    assertThat(waitFor(1)).isTrue();
    var open = new CountDownLatch(1);
    var commit = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // Has its transaction id, and by the insert below its number, long before it commits.
      Future<?> slow =
          threads.submit(() ->
              platform
                  .data()
                  .tenantDatabase()
                  .write(
                      ana,
                      tx -> {
                        tx.update(
                            """
                            insert into private.outbox
                              (tenant, type, entity_type, entity_id, payload, occurred_at)
                            values (?, 'ledger.slow', 'Entry', 'slow', '{}', now())
                            """,
                            ana.tenant());
                        open.countDown();
                        return await(commit);
                      }));
      open.await();
      state(1);
      state(2);

      boolean overtaken =
          TestPlatform.eventually(Duration.ofMillis(500), () -> published.size() > 1);
      commit.countDown();
      slow.get();

      assertThat(overtaken).as("nothing may pass the open transaction").isFalse();
      assertThat(waitFor(4)).isTrue();
      assertThat(entities()).containsExactly("slow", "1", "2");
    }
  }

  @Test
  void whenThePublisherFailsEverythingIsPublishedAgainInOrder() {
    var calls = new AtomicInteger();
    platform
        .data()
        .startRelay(events -> {
          if (calls.incrementAndGet() <= 3) {
            // A part went out before the carrier failed.
            published.addAll(events.subList(0, events.size() / 2));
            throw new ProblemException(Problem.UNAVAILABLE);
          }
          published.addAll(events);
        });
    for (int i = 0; i < 10; i++) {
      state(i);
    }

    assertThat(
            TestPlatform.eventually(
                PATIENCE, () -> published.stream().anyMatch(e -> e.entityId().equals("9"))))
        .isTrue();

    assertThat(firstOccurrences()).containsExactlyElementsOf(numbers(10));
  }

  @Test
  void aKilledConnectionOfTheRelayLosesNothing() {
    platform.data().startRelay(published::addAll);
    for (int i = 0; i < 20; i++) {
      state(i);
      if (i % 5 == 0) {
        platform.look(
            "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'kompl_app'"
                + " and datname = current_database()");
      }
    }

    assertThat(
            TestPlatform.eventually(
                PATIENCE, () -> published.stream().anyMatch(e -> e.entityId().equals("19"))))
        .isTrue();
    assertThat(firstOccurrences()).containsExactlyElementsOf(numbers(20));
  }

  @Test
  void ofTwoRelaysOneWorksAtATime() {
    try (DataPlatform second =
        TestPlatform.open(platform.settings(), List.of(TestPlatform.LEDGER))) {
      platform.data().startRelay(published::addAll);
      second.startRelay(published::addAll);
      for (int i = 0; i < 100; i++) {
        state(i);
      }

      assertThat(waitFor(101)).isTrue();
    }

    assertThat(entities()).containsExactlyElementsOf(numbers(100));
  }

  /** Retries as a client does whose write was answered with UNAVAILABLE before it was applied. */
  private void state(int number) {
    boolean stated =
        TestPlatform.eventually(
            PATIENCE,
            () -> {
              try {
                return platform
                    .data()
                    .tenantDatabase()
                    .write(
                        ana,
                        tx -> {
                          tx.publish(draft(number));
                          return true;
                        });
              } catch (ProblemException e) {
                return false;
              }
            });
    assertThat(stated).isTrue();
  }

  private static EventDraft draft(int number) {
    return EventDraft.of("ledger.entry.added", "Entry", Integer.toString(number));
  }

  private boolean waitFor(int events) {
    return TestPlatform.eventually(PATIENCE, () -> published.size() >= events);
  }

  private List<String> entities() {
    return published.stream()
        .filter(event -> event.type().startsWith("ledger."))
        .map(Event::entityId)
        .toList();
  }

  private List<String> firstOccurrences() {
    return entities().stream().distinct().toList();
  }

  private static List<String> numbers(int count) {
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(Integer.toString(i));
    }
    return numbers;
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
}
