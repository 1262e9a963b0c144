package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.embedded.TestDatabase;
import ai.kompl.embedded.TestPostgres;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.RequestScope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A pool of four connections, of which one tenant uses two at once. */
class TenantShareTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private static TestPlatform platform;
  private static Caller mallory;
  private static Caller ben;

  @BeforeAll
  static void open() {
    TestDatabase database = TestPostgres.shared().createDatabase();
    DatabaseSettings usual = TestPlatform.settings(database, database.url(), 4);
    var settings =
        new DatabaseSettings(
            usual.url(),
            usual.app(),
            usual.owner(),
            4,
            TIMEOUT,
            new PoolRules(2, Duration.ofMinutes(1)));
    DataPlatform data = TestPlatform.open(settings, List.of(TestPlatform.LEDGER));
    platform = new TestPlatform(database, settings, data);
    mallory = TestPlatform.user(platform.provision("loud"));
    ben = TestPlatform.user(platform.provision("quiet"));
    platform.add(ben, "kept");
  }

  @AfterAll
  static void close() {
    platform.close();
  }

  @Test
  void aTenantThatHoldsItsWholeShareLeavesTheOthersTheirs() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var release = new CountDownLatch(1);
      List<Future<Boolean>> held = occupy(threads, 2, release);
      // Many more wait for a place; none of them may take a connection meanwhile.
      List<Future<List<String>>> waiting = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        waiting.add(threads.submit(() -> platform.titles(mallory)));
      }

      long start = System.nanoTime();
      for (int i = 0; i < 50; i++) {
        assertThat(platform.titles(ben)).containsExactly("kept");
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);

      assertThat(took).isLessThan(TIMEOUT);
      assertThat(waiting).noneMatch(Future::isDone);
      release.countDown();
      for (Future<Boolean> one : held) {
        assertThat(one.get()).isTrue();
      }
      for (Future<List<String>> one : waiting) {
        assertThat(one.get()).isEmpty();
      }
    }
  }

  @Test
  void whoGetsNoPlaceInTimeIsToldToRetry() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var release = new CountDownLatch(1);
      occupy(threads, 2, release);
      var scope = new RequestScope("hurried", Instant.now().plusMillis(200));

      long start = System.nanoTime();
      assertThatThrownBy(() -> scope.run(() -> platform.titles(mallory)))
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.TENANT_BUSY));
      Duration took = Duration.ofNanos(System.nanoTime() - start);

      assertThat(took).as("the deadline bounds the wait").isLessThan(TIMEOUT);
      assertThat(Problem.TENANT_BUSY.httpStatus()).isEqualTo(429);
      release.countDown();
    }
    assertThat(platform.titles(mallory)).isEmpty();
  }

  @Test
  void aTransactionWithinAnotherOfTheSameTenantDoesNotWaitForIt() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<String>>> nested = new ArrayList<>();
      var begun = new CountDownLatch(2);
      for (int i = 0; i < 2; i++) {
        nested.add(
            threads.submit(() ->
                database()
                    .read(
                        mallory,
                        _ -> {
                          begun.countDown();
                          await(begun);
                          return platform.titles(mallory);
                        })));
      }

      for (Future<List<String>> one : nested) {
        assertThat(one.get()).isEmpty();
      }
    }
  }

  @Test
  void aPoolKeepsAConnectionForTheOthersWhateverIsSet() {
    assertThat(new PoolRules(50, Duration.ofMinutes(1)).shareOf(10)).isEqualTo(9);
    assertThat(new PoolRules(5, Duration.ofMinutes(1)).shareOf(10)).isEqualTo(5);
    assertThat(new PoolRules(5, Duration.ofMinutes(1)).shareOf(1)).isEqualTo(1);
  }

  /** Has statements of the loud tenant run until they are released. */
  private static List<Future<Boolean>> occupy(
      ExecutorService threads, int many, CountDownLatch release) throws InterruptedException {
    var running = new CountDownLatch(many);
    List<Future<Boolean>> held = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      held.add(
          threads.submit(() ->
              database()
                  .read(
                      mallory,
                      tx -> {
                        tx.one("select 1 as one", row -> row.integer("one"));
                        running.countDown();
                        await(release);
                        return tx.one("select true as alive", row -> row.bool("alive"))
                            .orElseThrow();
                      })));
    }
    running.await();
    return held;
  }

  private static TenantDatabase database() {
    return platform.data().tenantDatabase();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
