package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.TenantPurge.Step;
import ai.kompl.tenancy.data.archive.ArchiveSeal;
import ai.kompl.tenancy.data.audit.AuditSigner;
import ai.kompl.tenancy.data.audit.AuditVerdict;
import ai.kompl.tenancy.data.audit.AuditWalk;
import ai.kompl.tenancy.data.audit.PurgeCertificate;
import ai.kompl.tenancy.vault.key.MasterKeyFile;
import ai.kompl.tenancy.vault.key.TenantKeys;
import com.google.errorprone.annotations.CompileTimeConstant;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A tenant is closed, and removed when its grace period is over. */
class TenantPurgeTest {
  private static final String HOLD_IN_A_COLUMN =
      "update private.deleted_records set legal_holds = cast(? as text[]) where cascade_group = cast(? as uuid)";
  private static final Caller OPERATOR = TestPlatform.operator();
  private static final AuditSigner SIGNER = AuditSigner.of(new byte[32]);
  private static final Duration GRACE = Duration.ofDays(30);
  private static final String REASON = "contract ended";

  private static TestPlatform platform;

  @TempDir static Path folder;
  private final MemoryFiles files = new MemoryFiles();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final InstantSource clock = now::get;

  @BeforeAll
  static void open() {
    platform = TestPlatform.open();
  }

  @AfterAll
  static void close() {
    platform.close();
  }

  @Test
  void whatIsBeingClosedIsReadAndNotWritten() {
    Tenant north = filled("north");
    Caller ana = TestPlatform.user(north);

    Tenant closing = offboarding().begin(north.id(), REASON, Optional.empty(), ana);

    assertThat(closing.state()).isEqualTo(TenantState.OFFBOARDING);
    assertThat(platform.titles(ana)).containsExactly("kept");
    assertProblem(Problem.TENANT_OFFBOARDING, () -> platform.add(ana, "late"));
    assertProblem(
        Problem.TENANT_OFFBOARDING,
        () -> write(ana, "update ledger_entry set title = 'x' where title = ?"));
    assertProblem(
        Problem.TENANT_OFFBOARDING, () -> write(ana, "delete from ledger_entry where title = ?"));
    assertThat(offboarding().find(north.id()).orElseThrow().purgeAfter())
        .isEqualTo(now.get().truncatedTo(ChronoUnit.MICROS).plus(GRACE));
    platform
        .data()
        .tenantDatabase()
        .write(
            ana,
            tx -> {
              tx.audit(AuditEntry.change("ledger.looked", "Tenant", "north", "{}"));
              return true;
            });
  }

  @Test
  void aCancelledClosingLeavesTheTenantAsItWas() {
    Tenant north = filled("cancelled");
    Tenant south = filled("cancelled-suspended");
    Caller ana = TestPlatform.user(north);
    platform.data().registry().suspend(south.id(), "unpaid", OPERATOR);

    for (Tenant tenant : List.of(north, south)) {
      offboarding().begin(tenant.id(), REASON, Optional.empty(), OPERATOR);
    }
    assertThat(platform.titles(TestPlatform.user(south))).containsExactly("kept");
    assertThat(offboarding().cancel(north.id(), "stays", ana).state())
        .isEqualTo(TenantState.ACTIVE);
    assertThat(offboarding().cancel(south.id(), "stays", OPERATOR).state())
        .isEqualTo(TenantState.SUSPENDED);

    platform.add(ana, "again");
    assertThat(platform.titles(ana)).containsExactly("again", "kept");
    assertProblem(Problem.TENANT_SUSPENDED, () -> platform.titles(TestPlatform.user(south)));
    assertThat(offboarding().find(north.id())).isEmpty();
    assertThat(purge(_ -> {}).due()).doesNotContain(north.id(), south.id());
    assertProblem(Problem.INVALID_TRANSITION, () -> offboarding().cancel(north.id(), "again", ana));
    assertThat(actions(north))
        .endsWith("tenants.tenant.offboarding-begun", "tenants.tenant.offboarding-cancelled");
  }

  @Test
  void onlyOperatorsAndTheTenantsOwnAdminsCloseIt() {
    Tenant north = platform.provision("mine-to-close");
    Tenant south = platform.provision("not-mine");
    Caller stranger = TestPlatform.user(south);
    Caller member = withoutRoles(TestPlatform.user(north));
    Caller inside = Caller.worker(north.id(), "tests.operator", "request-1");

    for (Caller refused : List.of(stranger, member)) {
      assertProblem(
          Problem.FORBIDDEN,
          () -> offboarding().begin(north.id(), REASON, Optional.empty(), refused));
      assertProblem(Problem.FORBIDDEN, () -> offboarding().cancel(north.id(), REASON, refused));
      assertProblem(Problem.FORBIDDEN, () -> purge(_ -> {}).purge(north.id(), refused));
    }
    assertProblem(
        Problem.VALIDATION_FAILED,
        () -> offboarding().begin(north.id(), REASON, Optional.empty(), inside));
    assertProblem(
        Problem.VALIDATION_FAILED,
        () ->
            offboarding()
                .begin(
                    north.id(), REASON, Optional.of(now.get().plus(Duration.ofDays(2))), OPERATOR));
    assertThat(platform.data().registry().find(north.id()).orElseThrow().state())
        .isEqualTo(TenantState.ACTIVE);
  }

  @Test
  void beforeItsTimeAndUnaskedNothingIsRemoved() {
    Tenant north = filled("too-early");

    assertProblem(Problem.INVALID_TRANSITION, () -> purge(_ -> {}).purge(north.id(), OPERATOR));
    offboarding().begin(north.id(), REASON, Optional.empty(), OPERATOR);
    pass(GRACE.minusSeconds(1));
    assertThat(purge(_ -> {}).due()).doesNotContain(north.id());
    assertProblem(Problem.RETENTION_RUNNING, () -> purge(_ -> {}).purge(north.id(), OPERATOR));

    pass(Duration.ofSeconds(1));
    assertThat(purge(_ -> {}).due()).contains(north.id());
    assertThat(platform.titles(TestPlatform.user(north))).containsExactly("kept");
  }

  @Test
  void nothingIsLeftOfAPurgedTenantButItsRowItsChainAndTheCertificate() throws IOException {
    Tenant north = filled("purged");
    Tenant other = filled("neighbour");
    Caller ana = TestPlatform.user(north);
    offboarding().begin(north.id(), REASON, Optional.empty(), ana);
    pass(GRACE);

    purge(_ -> {}).purge(north.id(), OPERATOR);

    assertThat(platform.data().registry().find(north.id()).orElseThrow().state())
        .isEqualTo(TenantState.PURGED);
    assertThat(files.names(north.id())).isEmpty();
    assertThat(
            platform.look(
                "select 1 from pg_namespace where nspname = '" + north.id().schema() + "'"))
        .isEmpty();
    assertThat(platform.look("select 1 from pg_roles where rolname = '" + north.id().role() + "'"))
        .isEmpty();
    assertThat(
            platform.look("select 1 from private.tenant_keys where tenant = '" + north.id() + "'"))
        .isEmpty();
    assertProblem(Problem.ERASED, () -> keys().current(north.id(), "notes"));
    assertThat(platform.look(texts(north))).noneMatch(text -> text.contains(REASON));
    assertThat(verdict(north).fault()).isEmpty();
    assertThat(leftRows(north))
        .isSubsetOf(
            "private.audit_checkpoints",
            "private.audit_events",
            "private.audit_heads",
            "private.audit_texts",
            "private.key_holders",
            "private.outbox",
            "public.tenants_offboarding",
            "public.tenants_purge_certificate");
    assertThat(platform.titles(TestPlatform.user(other))).containsExactly("kept");
    assertThat(files.names(other.id())).hasSize(1);
    assertProblem(Problem.NOT_FOUND, () -> platform.titles(ana));
  }

  @Test
  void theCertificateSaysWhatWasRemovedAndIsVerifiedAlone() throws IOException {
    Tenant north = filled("certified");
    offboarding().begin(north.id(), REASON, Optional.empty(), TestPlatform.user(north));
    pass(GRACE);
    purge(_ -> {}).purge(north.id(), OPERATOR);
    String text = offboarding().certificate(north.id()).orElseThrow();

    PurgeCertificate.Verdict verdict = PurgeCertificate.verify(new StringReader(text));

    assertThat(verdict.fault()).isEmpty();
    assertThat(verdict.tenant()).isEqualTo(north.id().value());
    assertThat(verdict.key()).isEqualTo(SIGNER.publicKey().id());
    assertThat(verdict.removed())
        .anySatisfy(one -> {
          assertThat(one.name()).isEqualTo("ledger_entry");
          assertThat(one.count()).isEqualTo(1);
          assertThat(one.sha256()).hasSize(64);
        })
        .anySatisfy(one -> {
          assertThat(one.what()).isEqualTo("files");
          assertThat(one.count()).isEqualTo(1);
        })
        .anySatisfy(one -> {
          assertThat(one.what()).isEqualTo("keys");
          assertThat(one.count()).isEqualTo(1);
        });
    assertThat(text).contains(REASON, "\"slug\":\"certified\"", OPERATOR.actor());
    for (int line = 0; line < text.lines().count(); line++) {
      String changed = withoutLine(text, line);
      assertThat(PurgeCertificate.verify(new StringReader(changed)).fault()).isPresent();
    }
    String altered = text.replace("\"count\":1", "\"count\":7");
    assertThat(PurgeCertificate.verify(new StringReader(altered)).fault()).isPresent();
    assertThatThrownBy(() ->
            platform.look("update public.tenants_purge_certificate set text = '' returning text"))
        .hasRootCauseInstanceOf(SQLException.class);
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void aPurgeThatIsKilledAtAnyStepIsTakenUp(Step killedAfter) throws IOException {
    Tenant north =
        filled("killed-" + killedAfter.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    offboarding().begin(north.id(), REASON, Optional.empty(), OPERATOR);
    pass(GRACE);
    Consumer<Step> kill =
        step -> {
          if (step == killedAfter) {
            throw new Killed();
          }
        };

    assertThatThrownBy(() -> purge(kill).purge(north.id(), OPERATOR)).isInstanceOf(Killed.class);
    assertProblem(
        Problem.INVALID_TRANSITION, () -> offboarding().cancel(north.id(), "no", OPERATOR));
    publishAll();
    purge(_ -> {}).purge(north.id(), OPERATOR);

    assertThat(platform.data().registry().find(north.id()).orElseThrow().state())
        .isEqualTo(TenantState.PURGED);
    assertThat(files.names(north.id())).isEmpty();
    PurgeCertificate.Verdict verdict =
        PurgeCertificate.verify(
            new StringReader(offboarding().certificate(north.id()).orElseThrow()));
    assertThat(verdict.fault()).isEmpty();
    assertThat(verdict.removed())
        .as("files are counted before they are removed, once")
        .filteredOn(one -> one.what().equals("files"))
        .singleElement()
        .satisfies(one -> assertThat(one.count()).isEqualTo(1));
    assertThat(verdict(north).fault()).isEmpty();
    assertThat(actions(north))
        .containsOnlyOnce("tenants.tenant.purge-begun", "tenants.tenant.purged");
    publishAll();
    purge(_ -> {}).purge(north.id(), OPERATOR);
    assertThat(purge(_ -> {}).due()).doesNotContain(north.id());
  }

  @Test
  void whatIsUnderLegalHoldStopsThePurgeOfAllOfIt() {
    Tenant north = filled("held");
    Caller ana = TestPlatform.user(north);
    UUID group =
        platform
            .data()
            .tenantDatabase()
            .write(
                ana,
                tx -> {
                  UUID made =
                      tx.deletions()
                          .record(
                              new Deletion(
                                  new DeletedSubject("Entry", "entry-1", Optional.empty()),
                                  List.of(),
                                  Optional.empty(),
                                  now.get(),
                                  Duration.ofDays(1)));
                  tx.update(HOLD_IN_A_COLUMN, "{case-2026-7}", made);
                  return made;
                });
    offboarding().begin(north.id(), REASON, Optional.empty(), OPERATOR);
    pass(GRACE);

    assertThatThrownBy(() -> purge(_ -> {}).purge(north.id(), OPERATOR))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem()).isEqualTo(Problem.LEGAL_HOLD);
              assertThat(e.clientMessage()).contains("case-2026-7");
            });
    assertThat(platform.titles(ana)).containsExactly("kept");
    assertThat(files.names(north.id())).hasSize(1);

    platform.data().tenantDatabase().write(ana, tx -> tx.update(HOLD_IN_A_COLUMN, "{}", group));
    purge(_ -> {}).purge(north.id(), OPERATOR);
    assertThat(platform.data().registry().find(north.id()).orElseThrow().state())
        .isEqualTo(TenantState.PURGED);
  }

  @Test
  void aHoldOnTheWholeTenantStopsItsPurgeAlsoWhenPlacedWhileItIsClosed() {
    Tenant north = filled("held-whole");
    Caller ana = TestPlatform.user(north);
    var book = new RetentionBook(now::get);
    var whole = new LegalHold.Target(LegalHold.Scope.TENANT, Optional.empty());
    offboarding().begin(north.id(), REASON, Optional.empty(), OPERATOR);
    LegalHold hold =
        platform
            .data()
            .tenantDatabase()
            .write(ana, tx -> book.place(tx, whole, "case-2026-8", "a claim"));
    pass(GRACE);

    assertThatThrownBy(() -> purge(_ -> {}).purge(north.id(), OPERATOR))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem()).isEqualTo(Problem.LEGAL_HOLD);
              assertThat(e.clientMessage()).contains("case-2026-8");
            });
    assertThat(platform.titles(ana)).containsExactly("kept");

    platform
        .data()
        .tenantDatabase()
        .write(ana, tx -> book.release(tx, hold.id(), "the claim was withdrawn"));
    purge(_ -> {}).purge(north.id(), OPERATOR);
    assertThat(platform.data().registry().find(north.id()).orElseThrow().state())
        .isEqualTo(TenantState.PURGED);
    assertThat(
            platform.look(
                "select count(*) from private.legal_holds where tenant = '%s'"
                    .formatted(north.id())))
        .containsExactly("0");
  }

  @Test
  void ofTwoOperatorsWhoCloseAndTwoWhoPurgeOneComesThrough() throws Exception {
    Tenant north = filled("raced");
    Callable<Boolean> closing =
        () -> {
          offboarding().begin(north.id(), REASON, Optional.empty(), OPERATOR);
          return true;
        };
    assertThat(through(List.of(closing, closing))).isOne();
    pass(GRACE);
    Callable<Boolean> purging =
        () -> {
          purge(_ -> {}).purge(north.id(), OPERATOR);
          return true;
        };

    assertThat(through(List.of(purging, purging))).isBetween(1, 2);

    assertThat(actions(north))
        .containsOnlyOnce(
            "tenants.tenant.offboarding-begun",
            "tenants.tenant.purge-begun",
            "tenants.tenant.purged");
    assertThat(verdict(north).fault()).isEmpty();
  }

  @Test
  void neitherIdNorSlugComesBackAndNoArchiveDoes() throws IOException {
    Tenant north = filled("never-again");
    Path file = folder.resolve("north.archive");
    keys().current(TenantKeys.PLATFORM, ArchiveSeal.PURPOSE);
    TenantArchives archives = platform.data().archives(masters(), files);
    archives.write(north.id(), file);
    offboarding().begin(north.id(), REASON, Optional.empty(), OPERATOR);

    assertProblem(
        Problem.CONFLICT, () -> archives.restore(file, TenantArchives.Present.REPLACED, OPERATOR));
    pass(GRACE);
    purge(_ -> {}).purge(north.id(), OPERATOR);

    assertProblem(
        Problem.ERASED, () -> archives.restore(file, TenantArchives.Present.REPLACED, OPERATOR));
    assertProblem(
        Problem.ERASED, () -> archives.restore(file, TenantArchives.Present.REFUSED, OPERATOR));
    assertProblem(Problem.CONFLICT, () -> platform.provision("never-again"));
    assertThatThrownBy(() ->
            platform.look(
                "update public.tenants_tenant set state = 'ACTIVE' where slug = 'never-again'"
                    + " returning id"))
        .hasRootCauseInstanceOf(SQLException.class);
  }

  @Test
  void anotherInstallationLearnsFromTheArchiveThatTheTenantIsGone() throws IOException {
    Tenant north = filled("gone-elsewhere");
    offboarding().begin(north.id(), REASON, Optional.empty(), OPERATOR);
    pass(GRACE);
    purge(_ -> {}).purge(north.id(), OPERATOR);
    Path file = folder.resolve("gone.archive");
    keys().current(TenantKeys.PLATFORM, ArchiveSeal.PURPOSE);
    platform.data().archives(masters(), files).write(north.id(), file);

    try (TestPlatform elsewhere = TestPlatform.open()) {
      new TenantKeys(
              elsewhere.data().keyStore(), masters(), clock, new SecureRandom(), TenantKeys.LONGEST)
          .current(TenantKeys.PLATFORM, ArchiveSeal.PURPOSE);
      elsewhere
          .data()
          .archives(masters(), files)
          .restore(file, TenantArchives.Present.REFUSED, OPERATOR);

      assertThat(elsewhere.data().registry().find(north.id()).orElseThrow().state())
          .isEqualTo(TenantState.PURGED);
      assertThat(elsewhere.data().offboarding(GRACE, clock).certificate(north.id()))
          .isEqualTo(offboarding().certificate(north.id()));
      assertProblem(Problem.CONFLICT, () -> elsewhere.provision("gone-elsewhere"));
      assertProblem(Problem.NOT_FOUND, () -> elsewhere.titles(TestPlatform.user(north)));
    }
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private Tenant filled(String slug) {
    Tenant tenant = platform.provision(slug);
    platform.add(TestPlatform.user(tenant), "kept");
    files.put(tenant, "uploads/" + "a".repeat(64), "sealed bytes");
    keys().current(tenant.id(), "notes");
    return tenant;
  }

  private MasterKeyFile masters() {
    return MasterKeyFile.openOrCreate(folder.resolve("master"), new SecureRandom());
  }

  private TenantKeys keys() {
    return new TenantKeys(
        platform.data().keyStore(), masters(), clock, new SecureRandom(), TenantKeys.LONGEST);
  }

  private TenantOffboarding offboarding() {
    return platform.data().offboarding(GRACE, clock);
  }

  private TenantPurge purge(Consumer<Step> reached) {
    return platform.data().purge(files, SIGNER, clock, reached);
  }

  private void pass(Duration time) {
    now.updateAndGet(at -> at.plus(time));
  }

  private static void publishAll() {
    platform.tamper("update private.outbox set published_at = now()");
  }

  private static int through(List<Callable<Boolean>> calls) throws InterruptedException {
    int through = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var outcome : threads.invokeAll(calls)) {
        try {
          through += outcome.get() ? 1 : 0;
        } catch (ExecutionException e) {
          assertThat(e.getCause())
              .isInstanceOfSatisfying(
                  ProblemException.class,
                  it ->
                      assertThat(it.problem()).isIn(Problem.INVALID_TRANSITION, Problem.CONFLICT));
        }
      }
    }
    return through;
  }

  private static int write(Caller caller, @CompileTimeConstant String sql) {
    return platform.data().tenantDatabase().write(caller, tx -> tx.update(sql, "kept"));
  }

  private static Caller withoutRoles(Caller caller) {
    return new Caller(
        caller.tenant(),
        caller.subject(),
        caller.kind(),
        Set.of("member"),
        caller.scopes(),
        caller.attributes(),
        caller.sessionId(),
        caller.requestId(),
        caller.expiresAt());
  }

  private static String withoutLine(String text, int line) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    lines.remove(line);
    return String.join("\n", lines) + "\n";
  }

  /** The trail as it stands, walked by the owner, since the tenant's role is gone. */
  private static AuditVerdict verdict(Tenant tenant) {
    var owner = new OwnerDatabase(ConnectionPools.owner(platform.settings()));
    try {
      return owner.transaction(sql -> {
        var transaction = new OwnerTransaction(sql);
        var walk = new AuditWalk(tenant.id().value(), SIGNER.publicKey());
        var pages = new AuditPages(transaction, tenant.id());
        pages.after(0, walk::record);
        return walk.end(pages.head());
      });
    } finally {
      owner.pool().close();
    }
  }

  private static List<String> leftRows(Tenant tenant) {
    return platform
        .look(
            """
            select n.nspname || '.' || c.relname from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant'
            where n.nspname in ('public', 'private') and c.relkind in ('r', 'p')
              and not c.relispartition
            """)
        .stream()
        .filter(table ->
            !platform
                .look("select 1 from " + table + " where tenant = '" + tenant.id() + "' limit 1")
                .isEmpty())
        .toList();
  }

  private static String texts(Tenant tenant) {
    return "select coalesce(reason, '') || details from private.audit_texts where tenant = '"
        + tenant.id()
        + "'";
  }

  private static List<String> actions(Tenant tenant) {
    return platform.look(
        "select action from private.audit_events where tenant = '"
            + tenant.id()
            + "' order by sequence");
  }

  private static void assertProblem(Problem problem, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
  }
}
