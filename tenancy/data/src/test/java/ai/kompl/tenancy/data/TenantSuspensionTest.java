package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TenantSuspensionTest {
  private static final Caller OPERATOR = TestPlatform.operator();

  private static TestPlatform platform;

  @BeforeAll
  static void open() {
    platform = TestPlatform.open();
  }

  @AfterAll
  static void close() {
    platform.close();
  }

  @Test
  void theDatabaseItselfRefusesASuspendedTenantAndServesItAgainWithAllItHad() throws SQLException {
    Tenant north = platform.provision("north");
    Tenant south = platform.provision("south");
    Caller ana = TestPlatform.user(north);
    Caller ben = TestPlatform.user(south);
    platform.add(ana, "kept");
    platform.add(ben, "other");

    Tenant suspended = registry().suspend(north.id(), "unpaid", OPERATOR);

    assertThat(suspended.state()).isEqualTo(TenantState.SUSPENDED);
    assertProblem(Problem.TENANT_SUSPENDED, () -> platform.titles(ana));
    assertProblem(Problem.TENANT_SUSPENDED, () -> platform.add(ana, "late"));
    assertThat(platform.titles(ben)).containsExactly("other");
    try (Connection login = platform.login();
        Statement statement = login.createStatement()) {
      assertThatThrownBy(() -> statement.execute("set role " + north.id().role()))
          .hasMessageContaining("permission denied to set role");
      statement.execute("set role " + south.id().role());
    }

    Tenant resumed = registry().resume(north.id(), "paid", OPERATOR);

    assertThat(resumed.state()).isEqualTo(TenantState.ACTIVE);
    assertThat(platform.titles(ana)).containsExactly("kept");
    assertThat(platform.look(trail(north)))
        .containsExactly(
            "tenants.tenant.provisioned|" + OPERATOR.actor() + "|null",
            "tenants.tenant.suspended|" + OPERATOR.actor() + "|unpaid",
            "tenants.tenant.resumed|" + OPERATOR.actor() + "|paid");
    assertThat(platform.trails().verify(ana).fault()).isEmpty();
    assertThat(platform.look(events(north)))
        .containsExactly(
            "tenants.tenant.provisioned", "tenants.tenant.suspended", "tenants.tenant.resumed");
  }

  @Test
  void refusalCostsNoRoundTripAndLeavesTheConnectionsUsable() {
    Tenant north = platform.provision("many-refusals");
    Caller ana = TestPlatform.user(north);
    Caller ben = TestPlatform.user(platform.provision("beside"));
    platform.add(ben, "here");
    registry().suspend(north.id(), "test", OPERATOR);

    for (int i = 0; i < 50; i++) {
      assertProblem(Problem.TENANT_SUSPENDED, () -> platform.titles(ana));
      assertThat(platform.titles(ben)).containsExactly("here");
    }
  }

  @Test
  void onlyThePossibleStepsArePossible() {
    Tenant north = platform.provision("steps");

    assertProblem(
        Problem.INVALID_TRANSITION, () -> registry().resume(north.id(), "again", OPERATOR));
    registry().suspend(north.id(), "once", OPERATOR);
    assertProblem(
        Problem.INVALID_TRANSITION, () -> registry().suspend(north.id(), "twice", OPERATOR));
    assertProblem(
        Problem.NOT_FOUND,
        () -> registry().suspend(new TenantId("00000000000000ff"), "none", OPERATOR));
    for (TenantState from : TenantState.values()) {
      assertThat(from.mayBecome(from)).isFalse();
    }
  }

  @Test
  void nobodyButAnOperatorSuspendsAndNotTheirOwnOrganisation() {
    Tenant north = platform.provision("mine");
    Tenant south = platform.provision("yours");
    Caller ana = TestPlatform.user(north);

    assertProblem(Problem.FORBIDDEN, () -> registry().suspend(south.id(), "spite", ana));
    assertProblem(Problem.FORBIDDEN, () -> registry().resume(south.id(), "spite", ana));
    Caller inside = Caller.worker(north.id(), "tests.operator", "request-1");
    assertProblem(Problem.VALIDATION_FAILED, () -> registry().suspend(north.id(), "oops", inside));
  }

  @Test
  void ofTwoSuspensionsAtOnceOneComesThrough() throws Exception {
    Tenant north = platform.provision("race");
    Callable<Tenant> suspension = () -> registry().suspend(north.id(), "race", OPERATOR);

    int through = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var outcome : threads.invokeAll(List.of(suspension, suspension))) {
        try {
          through += outcome.get().state() == TenantState.SUSPENDED ? 1 : 0;
        } catch (ExecutionException e) {
          assertThat(e.getCause())
              .isInstanceOfSatisfying(
                  ProblemException.class,
                  it -> assertThat(it.problem()).isEqualTo(Problem.INVALID_TRANSITION));
        }
      }
    }

    assertThat(through).isOne();
    assertThat(platform.look(trail(north))).hasSize(2);
  }

  @Test
  void jobsOfASuspendedTenantWaitAndThenGoOn() throws InterruptedException {
    Tenant north = platform.provision("jobs");
    Tenant south = platform.provision("others");
    Caller ana = TestPlatform.user(north);
    var done = new ConcurrentLinkedQueue<TenantId>();
    var beginning = new CountDownLatch(1);
    var suspended = new CountDownLatch(1);
    JobHandler first =
        job -> {
          if (job.payloadJson().equals("{\"late\":true}") && suspended.getCount() > 0) {
            beginning.countDown();
            await(suspended);
          }
          platform.titles(job.caller());
          done.add(job.caller().tenant());
        };
    var settings = new WorkerSettings(2, Duration.ofSeconds(5), 2, Duration.ofMillis(50));
    try (Worker worker =
        platform.data().startWorker("ledger", Map.of("ledger.note", first), settings)) {
      schedule(ana, "{\"late\":true}");
      beginning.await();
      registry().suspend(north.id(), "test", OPERATOR);
      suspended.countDown();
      schedule(TestPlatform.user(south), "{}");

      assertThat(eventually(() -> done.contains(south.id()))).isTrue();
      assertThat(eventually(() -> platform.look(job(north)).equals(List.of("WAITING|0")))).isTrue();
      assertThat(done).doesNotContain(north.id());

      registry().resume(north.id(), "test", OPERATOR);
      assertThat(eventually(() -> done.contains(north.id()))).isTrue();
      assertThat(worker).isNotNull();
    }
  }

  @Test
  void theDatabaseKeepsTheRowOfATenantItsIdAndItsSlug() {
    Tenant north = platform.provision("stays");
    String where = " where id = '" + north.id() + "'";

    for (String change :
        List.of(
            "delete from public.tenants_tenant" + where,
            "update public.tenants_tenant set slug = 'taken'" + where,
            "update public.tenants_tenant set state = 'ACTIVE', id = '00000000000000aa'" + where)) {
      assertThatThrownBy(() -> platform.look(change + " returning id"))
          .hasRootCauseInstanceOf(SQLException.class);
    }
  }

  private static void schedule(Caller caller, String payload) {
    platform.data().tenantDatabase().write(caller, tx -> tx.schedule("ledger.note", payload));
  }

  private static boolean eventually(java.util.function.BooleanSupplier condition) {
    return TestPlatform.eventually(Duration.ofSeconds(20), condition);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TenantRegistry registry() {
    return platform.data().registry();
  }

  private static String job(Tenant tenant) {
    return "select state, attempts from private.schedule where tenant = '" + tenant.id() + "'";
  }

  private static String events(Tenant tenant) {
    return "select type from private.outbox where tenant = '" + tenant.id() + "' order by sequence";
  }

  private static String trail(Tenant tenant) {
    return """
    select e.action, e.actor, t.reason from private.audit_events e
    left join private.audit_texts t on t.tenant = e.tenant and t.sequence = e.sequence
    where e.tenant = '%s' order by e.sequence
    """
        .formatted(tenant.id());
  }

  private static void assertProblem(Problem problem, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
  }
}
