package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.data.audit.AuditFault;
import ai.kompl.tenancy.data.audit.AuditVerdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever rules the database changes the trail; the walk names the first record that is not right.
 */
class AuditTamperTest {
  private static final int RECORDS = 20;
  private static TestPlatform platform;
  private static int tenants;

  @BeforeAll
  static void open() {
    platform = TestPlatform.open();
  }

  @AfterAll
  static void close() {
    platform.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "action = overlay(action placing 'X' from 1 for 1)",
        "actor = actor || 'x'",
        "actor_kind = 'SYSTEM'",
        "on_behalf_of = 'user:x'",
        "category = 'DENIAL'",
        "subject_type = 'Other'",
        "subject_id = 'entry_8'",
        "request_id = ''",
        "session_id = 'session-2'",
        "id = gen_random_uuid()",
        "form = 1",
        "form = 3",
        "at = at + interval '1 microsecond'",
        "text_digest = null",
        "text_digest = set_byte(text_digest, 0, 255 - get_byte(text_digest, 0))",
        "previous_hash = set_byte(previous_hash, 31, 255 - get_byte(previous_hash, 31))",
        "hash = set_byte(hash, 17, 255 - get_byte(hash, 17))"
      })
  void aChangedFieldIsFoundAndItsNumberNamed(String change) {
    Caller ana = tenantWithTrail();

    tamper(ana, "update private.audit_events set " + change + " where sequence = 7");

    assertFault(ana, 7, AuditFault.Kind.ALTERED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "details = '{\"a\":2}'",
        "reason = null",
        "reason = 'because x'",
        "salt = gen_random_uuid()"
      })
  void aChangedTextIsFound(String change) {
    Caller ana = tenantWithTrail();

    tamper(ana, "update private.audit_texts set " + change + " where sequence = 7");

    assertFault(ana, 7, AuditFault.Kind.TEXT_ALTERED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "delete from private.audit_events where sequence = 7|7|MISSING",
        "delete from private.audit_events where sequence = 1|1|MISSING",
        "delete from private.audit_events where sequence > 18|19|TRUNCATED",
        "delete from private.audit_events where true|1|TRUNCATED",
        "delete from private.audit_texts where sequence = 7|7|TEXT_MISSING",
        "update private.audit_events set sequence = 15 - sequence, at = at + sequence * interval '1 microsecond' where sequence in (7, 8)|7|ALTERED",
        "update private.audit_events set sequence = 40 where sequence = 7|7|MISSING",
        "update private.audit_heads set sequence = 12 where true|12|HEAD_DIFFERS",
        "update private.audit_heads set sequence = 99 where true|21|TRUNCATED",
        "update private.audit_heads set hash = sha256('') where true|20|HEAD_DIFFERS"
      })
  void missingMovedAndCutOffRecordsAreFound(String change, long number, AuditFault.Kind kind) {
    Caller ana = tenantWithTrail();

    tamper(ana, change);

    assertFault(ana, number, kind);
  }

  @Test
  void aSecondRecordOfTheSameNumberIsFound() {
    Caller ana = tenantWithTrail();
    assertThat(
            platform.tamper(
                """
                insert into private.audit_events select (r).* from (
                  select jsonb_populate_record(e, jsonb_build_object('at', at + interval '1 hour')) as r
                  from private.audit_events e where sequence = 7 and tenant = '%s') copies
                """
                    .formatted(ana.tenant())))
        .isEqualTo(1);

    assertFault(ana, 7, AuditFault.Kind.DUPLICATED);
  }

  @Test
  void aRecordWhoseHashWasMadeAnewDoesNotFitTheNext() {
    Caller ana = tenantWithTrail();
    Caller forger = tenantWithTrail();
    // A record that is whole in itself, taken over from another chain of the same tenant.
    tamper(ana, "delete from private.audit_events where sequence = 7");
    tamper(ana, "delete from private.audit_texts where sequence = 7");
    platform.tamper(
        "update private.audit_events set tenant = '%s' where sequence = 7 and tenant = '%s'"
            .formatted(ana.tenant(), forger.tenant()));

    assertFault(ana, 7, AuditFault.Kind.ALTERED);
  }

  @Test
  void aTrailOfManyPagesIsReadToItsEnd() {
    Caller ana = tenantWithTrail();
    write(ana, 2500);
    assertThat(verify(ana)).isEqualTo(new AuditVerdict(RECORDS + 2500, 0, 0, 0, Optional.empty()));

    tamper(ana, "update private.audit_events set actor = 'x' where sequence = 2001");

    assertFault(ana, 2001, AuditFault.Kind.ALTERED);
  }

  @Test
  void erasureTakesTheTextsAndLeavesTheChainWhole() {
    Caller ana = tenantWithTrail();
    Caller other = tenantWithTrail();
    var erasure = new TextErasure("Entry", "entry_7", Optional.empty(), "request 12");

    int erased = platform.trails().eraseTexts(ana, erasure);

    assertThat(erased).isEqualTo(1);
    assertThat(verify(ana)).isEqualTo(new AuditVerdict(RECORDS + 1, 0, 0, 0, Optional.empty()));
    assertThat(look(ana, "select details from private.audit_texts", "sequence = 7")).isEmpty();
    assertThat(look(ana, "select action from private.audit_events", "sequence = 21"))
        .containsExactly("tenancy.audit.texts-erased");
    assertThat(look(other, "select details from private.audit_texts", "sequence = 7")).hasSize(1);
    assertThat(platform.trails().eraseTexts(ana, erasure)).isZero();
  }

  @Test
  void erasureReachesWhatAPersonDidAndNotMore() {
    Caller ana = tenantWithTrail();
    Caller ben = TestPlatform.user(platform.data().registry().find(ana.tenant()).orElseThrow());
    write(ben, 2);
    var erasure = new TextErasure("User", "user_b", Optional.of(ben.actor()), "request 13");

    assertThat(platform.trails().eraseTexts(ana, erasure)).isEqualTo(2);

    assertThat(verify(ana).whole()).isTrue();
    assertThat(look(ana, "select details from private.audit_texts", "sequence < 21"))
        .hasSize(RECORDS - 1);
  }

  @Test
  void anErasureExcusesOnlyTheTextsItNames() {
    Caller ana = tenantWithTrail();
    var erasure = new TextErasure("Entry", "entry_7", Optional.empty(), "request 12");
    platform.trails().eraseTexts(ana, erasure);

    tamper(ana, "delete from private.audit_texts where sequence = 9");

    assertFault(ana, 9, AuditFault.Kind.TEXT_MISSING);
  }

  private static Caller tenantWithTrail() {
    tenants++;
    Caller ana = TestPlatform.user(platform.provision("tampered-" + tenants));
    write(ana, RECORDS - 1);
    assertThat(verify(ana))
        .as("before")
        .isEqualTo(new AuditVerdict(RECORDS, 0, 0, 0, Optional.empty()));
    return ana;
  }

  /** The provisioning is number 1, so the entry of a number carries that number as its id. */
  private static void write(Caller caller, int entries) {
    platform
        .data()
        .tenantDatabase()
        .write(
            caller,
            tx -> {
              for (int i = 2; i < entries + 2; i++) {
                tx.audit(
                    AuditEntry.change("ledger.entry.added", "Entry", "entry_" + i, "{\"a\":1}")
                        .because("because " + i));
              }
              return true;
            });
  }

  /**
   * Applies the change to the rows of the caller's tenant only, and makes sure it has changed some.
   */
  private static void tamper(Caller caller, String change) {
    assertThat(platform.tamper(change + " and tenant = '" + caller.tenant() + "'")).isPositive();
  }

  private static List<String> look(Caller caller, String select, String where) {
    return platform.look(
        select + " where tenant = '" + caller.tenant() + "' and " + where + " order by sequence");
  }

  private static AuditVerdict verify(Caller caller) {
    return platform.trails().verify(caller);
  }

  private static void assertFault(Caller caller, long number, AuditFault.Kind kind) {
    assertThat(verify(caller).fault()).contains(new AuditFault(number, kind));
  }
}
