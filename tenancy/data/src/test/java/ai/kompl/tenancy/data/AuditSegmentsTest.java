package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.access.Access;
import ai.kompl.tenancy.caller.access.AccessJournal;
import ai.kompl.tenancy.data.audit.AuditFault;
import ai.kompl.tenancy.data.audit.AuditFile;
import ai.kompl.tenancy.data.audit.AuditVerdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AuditSegmentsTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private static TestPlatform platform;

  /** Writes only when it is closed. */
  private static AccessJournal slow;

  private static AccessJournal quick;

  @BeforeAll
  static void open() {
    platform = TestPlatform.open();
    quick = platform.data().startJournal(Duration.ofMillis(10));
    slow = platform.data().startJournal(Duration.ofHours(1));
  }

  @AfterAll
  static void close() {
    platform.close();
  }

  @Test
  void readingsAreGatheredWithoutAStatementAndWrittenAsASegment() {
    Caller ana = TestPlatform.user(platform.provision("gathered"));
    long before = platform.data().statements().statementsOf("audit.segments");

    for (int i = 0; i < 5_000; i++) {
      slow.add(ana, reading("user_" + i));
    }

    assertThat(platform.data().statements().statementsOf("audit.segments")).isEqualTo(before);
    try (DataPlatform other = again()) {
      AccessJournal journal = other.startJournal(Duration.ofHours(1));
      for (int i = 0; i < 2_500; i++) {
        journal.add(ana, reading("user_" + i));
      }
      assertThat(count(ana)).isZero();
    }
    assertThat(count(ana)).as("written at the end").isEqualTo(2_500);
    assertThat(platform.trails().verify(ana))
        .as("one record made the tenant, three close segments")
        .isEqualTo(new AuditVerdict(4, 0, 2_500, 0, Optional.empty()));
  }

  @Test
  void whoReadIsToldInFull() {
    Caller ana = TestPlatform.user(platform.provision("told"));
    quick.add(
        ana.withAttribute("on-behalf-of", "user:ben"),
        Access.request("graphql.query", "Cont\0rols", "PARTIAL"));
    await(ana, 1);

    assertThat(
            platform.look(
                """
                select category, action, actor_kind, on_behalf_of, subject_type, subject_id, outcome,
                  request_id, session_id from private.audit_accesses where tenant = '%s'
                """
                    .formatted(ana.tenant())))
        .containsExactly(
            "REQUEST|graphql.query|USER|user:ben|Operation|Cont\u2400rols|PARTIAL|request-1"
                + "|session-1");
    assertThat(platform.trails().verify(ana).whole()).isTrue();
  }

  @Test
  void anAlteredReadingIsFoundAtTheRecordThatClosedIt() {
    Caller ana = tenantWithReadings("altered");

    tamper("update private.audit_accesses set actor = 'user:x' where number = 2", ana);

    assertThat(platform.trails().verify(ana).fault()).contains(differs(2));
    assertThat(platform.trails().seal(ana.tenant()))
        .as("what is broken is not signed")
        .contains(differs(2));
  }

  @Test
  void aRemovedReadingIsFound() {
    Caller ana = tenantWithReadings("removed");

    tamper("delete from private.audit_accesses where number = 3", ana);

    assertThat(platform.trails().verify(ana).fault()).contains(differs(2));
  }

  @Test
  void aReadingThatWasPutInIsFoundWhereverItIs() {
    Caller ana = tenantWithReadings("added");
    tamper(
        """
        insert into private.audit_accesses
        select tenant, segment, number, at - interval '2 days', category, action, actor, actor_kind,
          on_behalf_of, subject_type, subject_id, outcome, request_id, session_id, writer
        from private.audit_accesses where number = 1
        """,
        ana);

    assertThat(platform.trails().verify(ana).fault()).contains(differs(2));
  }

  @Test
  void anExportVerifiesWithItsSegmentsAndNotWithoutOne() throws IOException {
    Caller ana = tenantWithReadings("exported");
    platform.trails().seal(ana.tenant());
    var out = new ByteArrayOutputStream();
    platform.trails().export(ana, out);
    String file = out.toString(StandardCharsets.UTF_8);

    assertThat(verify(file)).isEqualTo(new AuditVerdict(2, 1, 3, 2, Optional.empty()));
    assertThat(verify(file.replace("user_2", "user_9")).fault()).contains(differs(2));
    String line = file.lines().filter(it -> it.contains("user_3")).findFirst().orElseThrow();
    assertThat(verify(file.replace(line + "\n", "")).fault()).contains(differs(2));
  }

  @Test
  void theTrailIsToldOnceOfAProcessThatDied() {
    Caller ana = TestPlatform.user(platform.provision("died"));
    String writer = "11111111-2222-3333-4444-555555555555";
    quick.add(ana, reading("user_1"));
    await(ana, 1);
    tamper("update private.audit_accesses set writer = '" + writer + "' where true", ana);
    platform.tamper(
        "insert into private.audit_writers (id, alive_until) values ('%s', now() - interval '1 s')"
            .formatted(writer));

    try (DataPlatform other = again()) {
      other.startJournal(Duration.ofMillis(10));
      assertThat(TestPlatform.eventually(SOON, () -> interruptions(writer) == 1)).isTrue();
    }
    platform.tamper("update private.audit_writers set ended_at = null where id = '" + writer + "'");
    try (DataPlatform other = again()) {
      other.startJournal(Duration.ofMillis(10));
      assertThat(TestPlatform.eventually(SOON, () -> hasEnded(writer))).isTrue();
    }

    assertThat(interruptions(writer)).isEqualTo(1);
    assertThat(platform.trails().verify(ana).whole()).isTrue();
  }

  @Test
  void whatCannotBeWrittenIsKeptUntilItCan() {
    Caller ana = TestPlatform.user(platform.provision("refused"));
    String role = ana.tenant().role();
    platform.tamper("revoke " + role + " from kompl_app");
    quick.add(ana, reading("user_1"));
    Caller ben = TestPlatform.user(platform.provision("served"));
    quick.add(ben, reading("user_2"));
    await(ben, 1);
    assertThat(count(ana)).isZero();

    platform.tamper("grant " + role + " to kompl_app with inherit false, set true");

    await(ana, 1);
    assertThat(platform.trails().verify(ana).whole()).isTrue();
  }

  private static DataPlatform again() {
    return TestPlatform.open(platform.settings(), List.of(TestPlatform.LEDGER));
  }

  private static Access reading(String user) {
    return Access.read("identity.user.read", "User", user);
  }

  /** Its trail has two records: it was made, and a segment of three readings was closed. */
  private static Caller tenantWithReadings(String slug) {
    Caller ana = TestPlatform.user(platform.provision(slug));
    try (DataPlatform other = again()) {
      AccessJournal journal = other.startJournal(Duration.ofHours(1));
      for (int i = 1; i <= 3; i++) {
        journal.add(ana, reading("user_" + i));
      }
    }
    return ana;
  }

  private static void await(Caller caller, long many) {
    assertThat(TestPlatform.eventually(SOON, () -> count(caller) == many)).isTrue();
  }

  private static long count(Caller caller) {
    return number(
        "select count(*) from private.audit_accesses where tenant = '" + caller.tenant() + "'");
  }

  private static long interruptions(String writer) {
    return number(
        """
        select count(*) from private.audit_events
        where action = 'audit.segments.interrupted' and subject_id = '%s'
        """
            .formatted(writer));
  }

  private static boolean hasEnded(String writer) {
    return !platform
        .look(
            "select 1 from private.audit_writers where ended_at is not null and id = '%s'"
                .formatted(writer))
        .isEmpty();
  }

  private static long number(String sql) {
    return Long.parseLong(platform.look(sql).getFirst());
  }

  private static void tamper(String sql, Caller caller) {
    assertThat(platform.tamper(sql + " and tenant = '" + caller.tenant() + "'")).isOne();
  }

  private static AuditFault differs(long sequence) {
    return new AuditFault(sequence, AuditFault.Kind.SEGMENT_DIFFERS);
  }

  private static AuditVerdict verify(String file) throws IOException {
    return AuditFile.verify(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)))
        .verdict();
  }
}
