package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.data.audit.AuditVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AuditTrailTest {
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
  void fiftyConcurrentWritersMakeOneChainWithoutGapOrFork() throws Exception {
    Caller ana = TestPlatform.user(platform.provision("writers"));
    List<Callable<Boolean>> writers =
        IntStream.range(0, 50)
            .<Callable<Boolean>>mapToObj(i -> () -> write(ana, "entry-" + i, 2))
            .toList();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> writer : threads.invokeAll(writers)) {
        assertThat(writer.get()).isTrue();
      }
    }

    assertThat(chain(ana)).hasSize(101);
    assertThat(firstBroken(ana)).isEmpty();
    assertThat(platform.trails().verify(ana))
        .isEqualTo(new AuditVerdict(101, 0, 0, 0, Optional.empty()));
  }

  @Test
  void entriesAreInTheTrailOfTheirTenantOnly() {
    Caller ana = TestPlatform.user(platform.provision("own"));
    Caller ben = TestPlatform.user(platform.provision("other"));
    write(ana, "secret-of-own", 1);

    assertThat(subjects(ana)).contains("secret-of-own");
    assertThat(subjects(ben)).doesNotContain("secret-of-own");
  }

  @Test
  void platformWritesJoinTheTenantsChain() {
    Caller ana = TestPlatform.user(platform.provision("joined"));
    write(ana, "first", 1);

    platform
        .data()
        .platformDatabase("ledger")
        .write(tx -> {
          tx.update("insert into ledger_plan values (gen_random_uuid(), ?, 'gold')", ana.tenant());
          tx.audit(ana, AuditEntry.change("ledger.plan.bought", "Plan", "plan_1", "{}"));
          return true;
        });

    assertThat(subjects(ana)).endsWith("first", "plan_1");
    assertThat(firstBroken(ana)).isEmpty();
    assertThat(platform.trails().verify(ana).whole()).isTrue();
  }

  @Test
  void oddTextsAreRecordedAndVerify() {
    Caller ana = TestPlatform.user(platform.provision("odd"));
    var odd = "a\0b\ud800c\u001f\"\\\ud83d\ude00";
    platform
        .data()
        .tenantDatabase()
        .write(
            ana.withRequestId(odd),
            tx -> {
              tx.audit(AuditEntry.change("a.b", "Entry", odd, "{}").because(odd));
              return true;
            });

    assertThat(platform.trails().verify(ana).fault()).isEmpty();
    assertThat(subjects(ana)).endsWith("a\u2400b?c\u001f\"\\\ud83d\ude00");
  }

  @Test
  void aReadCannotLeaveTraces() {
    Caller ana = TestPlatform.user(platform.provision("reader"));

    assertThatThrownBy(() ->
            platform
                .data()
                .tenantDatabase()
                .read(
                    ana,
                    tx -> {
                      tx.audit(AuditEntry.change("a.b", "E", "e", "{}"));
                      return true;
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() ->
            platform.data().tenantDatabase().read(ana, tx -> tx.update("delete from ledger_entry")))
        .hasStackTraceContaining("read-only transaction");
  }

  private static boolean write(Caller caller, String subject, int entries) {
    return platform
        .data()
        .tenantDatabase()
        .write(
            caller,
            tx -> {
              for (int i = 0; i < entries; i++) {
                tx.audit(AuditEntry.change("ledger.entry.added", "Entry", subject, "{}"));
              }
              return true;
            });
  }

  private static List<String> subjects(Caller caller) {
    return platform
        .data()
        .tenantDatabase()
        .read(
            caller,
            tx ->
                tx.query(
                    "select subject_id from private.audit_events order by sequence",
                    row -> row.string("subject_id")));
  }

  private static List<Link> chain(Caller caller) {
    return platform
        .data()
        .tenantDatabase()
        .read(
            caller,
            tx ->
                tx.query(
                    """
                    select sequence, id, at, encode(previous_hash, 'hex') as previous,
                      encode(hash, 'hex') as hash
                    from private.audit_events order by sequence
                    """,
                    row ->
                        new Link(
                            row.bigInteger("sequence"),
                            row.uuid("id"),
                            row.instant("at"),
                            row.string("previous"),
                            row.string("hash"))));
  }

  /** The first link that does not follow the one before. */
  private static Optional<Long> firstBroken(Caller caller) {
    String previous = "00".repeat(32);
    long expected = 1;
    for (Link link : chain(caller)) {
      if (link.sequence() != expected || !link.previousHash().equals(previous)) {
        return Optional.of(link.sequence());
      }
      previous = link.hash();
      expected++;
    }
    return Optional.empty();
  }

  private record Link(long sequence, UUID id, Instant at, String previousHash, String hash) {}
}
