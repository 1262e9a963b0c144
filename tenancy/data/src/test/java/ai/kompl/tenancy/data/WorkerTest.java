package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.CallerKind;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final WorkerSettings QUICK =
      new WorkerSettings(4, Duration.ofMillis(600), 3, Duration.ofMillis(20));

  private final List<Job> seen = new CopyOnWriteArrayList<>();
  private final List<HikariDataSource> pools = new CopyOnWriteArrayList<>();
  private TestPlatform platform;
  private Caller ana;

  @BeforeEach
  void open() {
    platform = TestPlatform.open();
    ana = TestPlatform.user(platform.provision("north"));
  }

  @AfterEach
  void close() {
    pools.forEach(HikariDataSource::close);
    platform.close();
  }

  @Test
  void aJobRunsForItsTenantAfterTheCommit() {
    start(seen::add);

    UUID id = schedule("{\"n\":1}");

    assertThat(eventually(id, "DONE")).isTrue();
    assertThat(seen)
        .singleElement()
        .satisfies(job -> {
          assertThat(job.payloadJson()).isEqualTo("{\"n\":1}");
          assertThat(job.caller().tenant()).isEqualTo(ana.tenant());
          assertThat(job.caller().kind()).isEqualTo(CallerKind.SYSTEM);
          assertThat(job.caller().attributes()).containsEntry("on-behalf-of", ana.actor());
          assertThat(job.caller().requestId()).isEqualTo(ana.requestId());
        });
  }

  @Test
  void aFailingJobIsTriedAgainAndThenGivenUp() {
    start(job -> {
      seen.add(job);
      throw new ProblemException(Problem.UNAVAILABLE);
    });

    UUID id = schedule("{}");

    assertThat(eventually(id, "FAILED")).isTrue();
    assertThat(seen).extracting(Job::attempt).containsExactly(1, 2, 3);
    assertThat(seen).extracting(Job::lastAttempt).containsExactly(false, false, true);
    assertThat(platform.look("select last_problem from private.schedule"))
        .containsExactly("UNAVAILABLE");
  }

  @Test
  void theJobOfAKilledProcessIsTakenUpWhenItsLeaseIsOver() {
    UUID id = schedule("{}");
    // What a killed process leaves: a claim that nobody renews and nobody ends.
    List<Job> claimed = leases().take(Set.of("ledger.count"), 5).due();
    assertThat(claimed).extracting(Job::id).containsExactly(id);

    start(seen::add);

    assertThat(eventually(id, "DONE")).isTrue();
    assertThat(seen).extracting(Job::attempt).containsExactly(2);
  }

  @Test
  void aJobWhoseEveryProcessDiesIsGivenUp() {
    UUID id = schedule("{}");
    JobLeases dying = leases();

    for (int i = 0; i < QUICK.attempts(); i++) {
      assertThat(
              TestPlatform.eventually(
                  PATIENCE, () -> !dying.take(Set.of("ledger.count"), 1).due().isEmpty()))
          .isTrue();
    }
    var told = new CopyOnWriteArrayList<UUID>();
    start(
        new JobHandler() {
          @Override
          public void run(Job job) {
            seen.add(job);
          }

          @Override
          public void givenUp(Job job) {
            told.add(job.id());
            if (told.size() == 1) {
              throw new ProblemException(Problem.UNAVAILABLE, "nobody can be told now");
            }
          }
        });

    assertThat(eventually(id, "FAILED")).isTrue();
    assertThat(seen).isEmpty();
    assertThat(told).as("told until it could be").containsExactly(id, id);
  }

  @Test
  void statementsOfAJobAreCountedAsItsOwn() {
    start(job -> {
      platform.add(job.caller(), "by the job");
      platform.add(job.caller(), "again");
    });
    platform.add(ana, "by a user");

    UUID id = schedule("{}");

    assertThat(eventually(id, "DONE")).isTrue();
    assertThat(platform.data().statements().statementsOf("ledger.count")).isEqualTo(2);
    assertThat(platform.data().statements().statementsOf("ledger.other")).isZero();
  }

  @Test
  void aLongJobKeepsItsLease() {
    var finish = new CountDownLatch(1);
    var interrupted = new AtomicBoolean();
    JobHandler slow =
        job -> {
          seen.add(job);
          try {
            finish.await();
          } catch (InterruptedException e) {
            interrupted.set(true);
          }
        };
    start(slow);
    try (DataPlatform second =
        TestPlatform.open(platform.settings(), List.of(TestPlatform.LEDGER))) {
      second.startWorker("ledger", Map.of("ledger.count", slow), QUICK);
      UUID id = schedule("{}");

      boolean twice = TestPlatform.eventually(QUICK.lease().multipliedBy(4), () -> seen.size() > 1);
      finish.countDown();

      assertThat(eventually(id, "DONE")).isTrue();
      assertThat(twice).isFalse();
      assertThat(interrupted).isFalse();
    }
  }

  @Test
  void whoLostALeaseCannotEndTheJob() {
    UUID id = schedule("{}");
    JobLeases late = leases();
    JobLeases next = leases();
    late.take(Set.of("ledger.count"), 1).due();
    assertThat(
            TestPlatform.eventually(
                PATIENCE, () -> !next.take(Set.of("ledger.count"), 1).due().isEmpty()))
        .isTrue();

    late.done(id);

    assertThat(late.renew(List.of(id))).isEmpty();
    assertThat(next.renew(List.of(id))).containsExactly(id);
    assertThat(platform.look("select state from private.schedule")).containsExactly("RUNNING");
  }

  @Test
  void aHandlerThatThrowsAnythingDoesNotStopTheWorker() {
    start(job -> {
      seen.add(job);
      if (job.payloadJson().contains("bad")) {
        throw new IllegalStateException("a fault in the handler");
      }
    });
    UUID bad = schedule("{\"bad\":true}");
    UUID good = schedule("{}");

    assertThat(eventually(good, "DONE")).isTrue();
    assertThat(eventually(bad, "FAILED")).isTrue();
  }

  private void start(JobHandler handler) {
    platform.data().startWorker("ledger", Map.of("ledger.count", handler), QUICK);
  }

  private JobLeases leases() {
    HikariDataSource pool = ConnectionPools.service(platform.settings());
    pools.add(pool);
    return new JobLeases(
        new RoleTransactions(
            pool, TestPlatform.shares(), new StatementCount(), InstantSource.system()),
        "ledger",
        QUICK,
        List::of);
  }

  private UUID schedule(String payload) {
    return platform.data().tenantDatabase().write(ana, tx -> tx.schedule("ledger.count", payload));
  }

  private boolean eventually(UUID id, String state) {
    String sql = "select state from private.schedule where id = '" + id + "'";
    return TestPlatform.eventually(PATIENCE, () -> platform.look(sql).contains(state));
  }
}
