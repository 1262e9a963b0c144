package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.access.Access;
import ai.kompl.tenancy.caller.access.AccessJournal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ApiMeterTest {
  private static final Access OK = Access.request("graphql.query", "Me@0123456789ab", "OK");
  private static final Access REFUSED =
      Access.request("graphql.request", "Me@0123456789ab", "REFUSED");
  private static final Duration SOON = Duration.ofSeconds(20);
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
  void theUseOfATenantIsWhatItsPeopleAskedOfAllProcesses() {
    Caller ana = TestPlatform.user(platform.provision("counted"));
    Caller worker = Caller.worker(ana.tenant(), "tests.worker", "request-1");
    try (DataPlatform one = again();
        DataPlatform other = again()) {
      AccessJournal first = one.startJournal(Duration.ofMillis(10));
      AccessJournal second = other.startJournal(Duration.ofHours(1));
      for (int i = 0; i < 300; i++) {
        first.add(ana, OK);
        second.add(ana, OK);
      }
      first.add(ana, REFUSED);
      first.add(ana, Access.read("identity.user.read", "User", "user_1"));
      first.add(worker, OK);
      assertThat(TestPlatform.eventually(SOON, () -> used(ana) == 300)).isTrue();
    }

    assertThat(used(ana)).as("the other writes at its end").isEqualTo(600);
  }

  @Test
  void whoHasUsedUpThePlanIsRefusedAtOnceHereAndSoonElsewhere() {
    Caller ana = licensed("limited", 3);
    try (DataPlatform one = again()) {
      AccessJournal first = one.startJournal(Duration.ofHours(1));
      for (int i = 0; i < 3; i++) {
        first.requireRoom(ana);
        first.add(ana, OK);
      }
      assertThatThrownBy(() -> first.requireRoom(ana))
          .isInstanceOfSatisfying(
              ProblemException.class,
              refused -> assertThat(refused.problem()).isEqualTo(Problem.QUOTA_EXCEEDED))
          .hasMessageStartingWith("The limit of API_CALLS is 3, 3 are used and 1 more were asked")
          .hasMessageContaining("It starts again at ");
    }
    try (DataPlatform other = again()) {
      AccessJournal second = other.startJournal(Duration.ofHours(1));

      assertThatThrownBy(() -> second.requireRoom(ana)).isInstanceOf(ProblemException.class);
      assertThatCode(() -> second.requireRoom(TestPlatform.operator())).doesNotThrowAnyException();
    }
  }

  @Test
  void askingCostsNoStatementEachTimeAndWritingOneForAllTenants() {
    List<Caller> people =
        List.of(licensed("busy-1", 9_999), licensed("busy-2", 9_999), licensed("busy-3", 9_999));
    DataPlatform data = again();
    AccessJournal journal = data.startJournal(Duration.ofHours(1));
    for (int i = 0; i < 100; i++) {
      for (Caller person : people) {
        journal.requireRoom(person);
        journal.add(person, OK);
      }
    }
    long asked = data.statements().statementsOf(ApiMeter.WORKER);
    data.close();

    assertThat(asked).isEqualTo(people.size());
    assertThat(data.statements().statementsOf(ApiMeter.WORKER) - asked).isEqualTo(1);
    assertThat(people).allSatisfy(person -> assertThat(used(person)).isEqualTo(100));
  }

  @Test
  void aTenantThatIsPurgedLeavesNothingBehindAndHindersNoOther() {
    Caller gone = TestPlatform.user(platform.provision("gone"));
    Caller ana = TestPlatform.user(platform.provision("stays"));
    try (DataPlatform data = again()) {
      AccessJournal journal = data.startJournal(Duration.ofHours(1));
      journal.add(gone, OK);
      journal.add(ana, OK);
      platform.tamper(
          "update public.tenants_tenant set state = 'PURGED' where id = '" + gone.tenant() + "'");
    }

    assertThat(rows(gone)).isZero();
    assertThat(used(ana)).isEqualTo(1);
  }

  private static DataPlatform again() {
    return TestPlatform.open(platform.settings(), List.of(TestPlatform.LEDGER));
  }

  private static long used(Caller caller) {
    return number("select coalesce(sum(used), 0)", caller);
  }

  private static long rows(Caller caller) {
    return number("select count(*)", caller);
  }

  private static long number(String what, Caller caller) {
    String from = " from private.quota_use where resource = 'API_CALLS' and tenant = '";
    return Long.parseLong(platform.look(what + from + caller.tenant() + "'").getFirst());
  }

  private static Caller licensed(String slug, int calls) {
    Caller caller = TestPlatform.user(platform.provision(slug));
    platform.tamper(
        "insert into private.plan_limits values ('%s', 'API_CALLS', %d)".formatted(slug, calls));
    platform.tamper(
        """
        insert into private.licences (id, tenant, plan, starts_at, expires_at, read_only_at,
          granted_at, granted_by)
        values (gen_random_uuid(), '%s', '%s', now() - interval '1 day', now() + interval '1 day',
          now() + interval '1 day', now(), 'tests')
        """
            .formatted(caller.tenant(), slug));
    return caller;
  }
}
