package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.data.audit.AuditFault;
import ai.kompl.tenancy.data.audit.AuditSigner;
import ai.kompl.tenancy.data.audit.AuditVerdict;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checkpoints hold a trail fast even against who can make every hash anew. */
class AuditCheckpointTest {
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

  @Test
  void eachCheckpointCoversAllSinceTheOneBefore() {
    Caller ana = sealedTwice();

    assertThat(
            platform.look(
                "select number, from_sequence, to_sequence from private.audit_checkpoints"
                    + " where tenant = '"
                    + ana.tenant()
                    + "' order by number"))
        .containsExactly("1|1|6", "2|7|11");
    assertThat(platform.trails().verify(ana))
        .isEqualTo(new AuditVerdict(11, 2, 0, 11, Optional.empty()));
  }

  @Test
  void withoutANewRecordThereIsNoNewCheckpoint() {
    Caller ana = sealedTwice();

    assertThat(platform.trails().seal(ana.tenant())).isEmpty();

    assertThat(platform.trails().verify(ana).checkpoints()).isEqualTo(2);
  }

  @Test
  void severalProcessesMakeOneCheckpoint() throws Exception {
    Caller ana = sealedTwice();
    write(ana, 3);
    List<Callable<Optional<AuditFault>>> processes =
        IntStream.range(0, 8)
            .<Callable<Optional<AuditFault>>>mapToObj(
                _ -> () -> platform.trails().seal(ana.tenant()))
            .toList();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var process : threads.invokeAll(processes)) {
        assertThat(process.get()).isEmpty();
      }
    }

    assertThat(platform.trails().verify(ana))
        .isEqualTo(new AuditVerdict(14, 3, 0, 14, Optional.empty()));
  }

  @Test
  void aBrokenTrailIsNotSigned() {
    Caller ana = sealedTwice();
    write(ana, 3);
    tamper(ana, "update private.audit_events set actor = 'x' where sequence = 13");

    assertThat(platform.trails().seal(ana.tenant()))
        .contains(new AuditFault(13, AuditFault.Kind.ALTERED));

    assertThat(platform.trails().verify(ana).checkpoints()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "update private.audit_checkpoints set root = sha256('') where number = 2|7|CHECKPOINT_FORGED",
        "update private.audit_checkpoints set to_sequence = 5 where number = 1|1|CHECKPOINT_FORGED",
        "update private.audit_checkpoints set at = now() where number = 2|7|CHECKPOINT_FORGED",
        "update private.audit_checkpoints set signature = 'x' where number = 2|7|CHECKPOINT_FORGED",
        "update private.audit_checkpoints set key = 'x' where number = 2|7|CHECKPOINT_FORGED",
        "delete from private.audit_checkpoints where number = 1|1|CHECKPOINT_FORGED"
      })
  void aChangedCheckpointIsFound(String change, long number, AuditFault.Kind kind) {
    Caller ana = sealedTwice();

    tamper(ana, change);

    assertThat(platform.trails().verify(ana).fault()).contains(new AuditFault(number, kind));
  }

  @Test
  void aTrailCutOffTogetherWithItsHeadIsFound() {
    Caller ana = sealedTwice();
    tamper(ana, "delete from private.audit_events where sequence > 9");
    tamper(
        ana,
        """
        update private.audit_heads h set sequence = 9, hash = e.hash
        from private.audit_events e where e.tenant = h.tenant and e.sequence = 9 and h\
        """);

    assertThat(platform.trails().verify(ana).fault())
        .contains(new AuditFault(10, AuditFault.Kind.TRUNCATED));
  }

  @Test
  void aTrailWhoseEveryHashWasMadeAnewIsFound() {
    Caller ana = sealedTwice();

    List<String> remade = new AuditForger(platform).rewrite(ana, 8);

    assertThat(remade).as("records made anew").hasSize(4);
    assertThat(platform.trails().verify(ana).fault())
        .contains(new AuditFault(7, AuditFault.Kind.CHECKPOINT_DIFFERS));
  }

  @Test
  void anotherKeysCheckpointsAreNotOurs() {
    Caller ana = sealedTwice();
    byte[] seed = new byte[32];
    seed[0] = 1;

    assertThat(platform.data().auditTrails(AuditSigner.of(seed)).verify(ana).fault())
        .contains(new AuditFault(1, AuditFault.Kind.CHECKPOINT_FORGED));
  }

  @Test
  void noTenantAndNoSubgraphMakesCheckpoints() throws SQLException {
    Caller ana = sealedTwice();
    for (String role : List.of(ana.tenant().role(), "kompl_ledger", "kompl_app")) {
      try (Connection connection = platform.login();
          Statement statement = connection.createStatement()) {
        statement.execute("set role " + role);
        assertThatThrownBy(() ->
                statement.execute(
                    "insert into private.audit_checkpoints values ('x', 1, now(), 1, 1, '', '', '',"
                        + " '', '')"))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
      }
    }
  }

  @Test
  void trailsAreSealedInTheBackground() {
    Caller ana = sealedTwice();
    Caller ben = sealedTwice();
    write(ana, 1);
    write(ben, 1);

    // On a platform of its own, so that it ends with this test.
    try (DataPlatform sealing =
        TestPlatform.open(platform.settings(), List.of(TestPlatform.LEDGER))) {
      sealing.startSealing(
          AuditSigner.of(new byte[32]),
          new AuditSealing(Duration.ofMillis(20), Duration.ofDays(1), 1));

      assertThat(TestPlatform.eventually(Duration.ofSeconds(20), () -> sealed(ana) && sealed(ben)))
          .isTrue();
    }
  }

  private static boolean sealed(Caller caller) {
    return platform.trails().verify(caller).sealedTo() == 12;
  }

  private static Caller sealedTwice() {
    tenants++;
    Caller ana = TestPlatform.user(platform.provision("sealed-" + tenants));
    write(ana, 5);
    assertThat(platform.trails().seal(ana.tenant())).isEmpty();
    write(ana, 5);
    assertThat(platform.trails().seal(ana.tenant())).isEmpty();
    return ana;
  }

  private static void write(Caller caller, int entries) {
    platform
        .data()
        .tenantDatabase()
        .write(
            caller,
            tx -> {
              for (int i = 0; i < entries; i++) {
                tx.audit(AuditEntry.change("ledger.entry.added", "Entry", "entry_" + i, "{}"));
              }
              return true;
            });
  }

  private static void tamper(Caller caller, String change) {
    String and = change.endsWith(" and h") ? ".tenant = '" : " and tenant = '";
    assertThat(platform.tamper(change + and + caller.tenant() + "'")).isPositive();
  }
}
