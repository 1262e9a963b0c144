package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.GlobalId;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.LegalHold.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final Duration PROMISED = Duration.ofDays(30);
  private static final String WAITING =
      "select count(*) from pg_locks where locktype = 'advisory' and not granted";

  private static TestPlatform platform;

  private final RetentionBook book = new RetentionBook(InstantSource.system());

  @BeforeAll
  static void open() {
    platform = TestPlatform.open();
  }

  @AfterAll
  static void close() {
    platform.close();
  }

  @Test
  void withoutARuleADeletionIsKeptAsLongAsItsSubgraphSays() {
    Caller ana = tenant("none");
    UUID young = delete(ana, subject(ana, "Book"), 29);
    UUID old = delete(ana, subject(ana, "Book"), 31);

    assertProblem(Problem.RETENTION_RUNNING, () -> dispose(ana, young));
    assertThat(dispose(ana, old)).hasSize(1);
  }

  @Test
  void aRuleForATypeGoesBeforeTheOneForAllOthers() {
    Caller ana = tenant("types");
    set(ana, "*", 10);
    set(ana, "Book", 20);

    UUID scroll = delete(ana, subject(ana, "Scroll"), 11);
    UUID book = delete(ana, subject(ana, "Book"), 11);

    assertThat(kept(ana, scroll)).isEqualTo(Duration.ofDays(10));
    assertThat(kept(ana, book)).isEqualTo(Duration.ofDays(20));
    assertThat(dispose(ana, scroll)).hasSize(1);
    assertProblem(Problem.RETENTION_RUNNING, () -> dispose(ana, book));
    withdraw(ana, "Book");
    withdraw(ana, "*");
    assertThat(kept(ana, delete(ana, subject(ana, "Book"), 0))).isEqualTo(PROMISED);
    assertThat(rules(ana)).isEmpty();
    List<RetentionRule> versions = read(ana, tx -> this.book.history(tx, Optional.of("Book")));
    assertThat(versions).extracting(RetentionRule::version).containsExactly(2, 1);
  }

  @Test
  void aLongerRuleLengthensWhatWasPromisedBefore() {
    Caller ana = tenant("longer");
    UUID group = delete(ana, subject(ana, "Book"), 31);
    set(ana, "Book", 365);

    assertProblem(Problem.RETENTION_RUNNING, () -> dispose(ana, group));
    assertThat(kept(ana, group)).isEqualTo(Duration.ofDays(365));
    Duration remaining = read(ana, tx -> tx.deletions().remaining(group));
    assertThat(remaining).isBetween(Duration.ofDays(333), Duration.ofDays(334));
    assertThatThrownBy(() -> write(ana, tx -> tx.update(END, group)))
        .as("by the database itself")
        .rootCause()
        .hasMessageContaining("still to be kept");
  }

  @Test
  void aShorterRuleShortensAPromiseOnlyWhenItSaysWhy() {
    Caller ana = tenant("shorter");
    UUID group = delete(ana, subject(ana, "Book"), 5);
    set(ana, "Book", 2);

    assertThat(kept(ana, group)).isEqualTo(PROMISED);
    assertProblem(Problem.RETENTION_RUNNING, () -> dispose(ana, group));
    write(
        ana,
        tx -> {
          tx.schedule("ledger.disposal", "{}", Duration.ofDays(20));
          return true;
        });
    set(ana, new RetentionRule.Draft("Book", Optional.of(2), "law", Optional.of("erasure asked")));

    assertThat(kept(ana, group)).isEqualTo(Duration.ofDays(2));
    assertThat(
            platform.look(
                "select run_at <= now() from private.schedule where tenant = '%s'"
                    .formatted(ana.tenant())))
        .as("it is looked at now")
        .containsExactly("t");
    assertThat(dispose(ana, group)).hasSize(1);
  }

  @Test
  void aHoldOnWhatIsNotYetDeletedKeepsItsDeletionFromBecomingFinal() {
    Caller ana = tenant("live");
    DeletedSubject live = subject(ana, "Book");
    LegalHold hold = hold(ana, Scope.RECORD, live);
    UUID group = delete(ana, live, 31);

    assertProblem(Problem.LEGAL_HOLD, () -> dispose(ana, group));
    assertThat(read(ana, tx -> tx.deletions().group(group)).getFirst().legalHolds())
        .containsExactly("case-1");
    assertThatThrownBy(() -> write(ana, tx -> tx.update(END, group)))
        .as("by the database itself")
        .rootCause()
        .hasMessageContaining("still to be kept");
    LegalHold released = write(ana, tx -> book.release(tx, hold.id(), "settled"));
    assertThat(released.released()).isPresent();
    assertProblem(
        Problem.INVALID_TRANSITION, () -> write(ana, tx -> book.release(tx, hold.id(), "again")));
    assertThat(dispose(ana, group)).hasSize(1);
  }

  @Test
  void aHoldReachesWhatBelongsToItsSubjectButNotFromARecordToItsParts() {
    Caller ana = tenant("reach");
    DeletedSubject shelf = subject(ana, "Shelf");
    DeletedSubject box = DeletedSubject.within("Box", id(ana), shelf);
    DeletedSubject coin = DeletedSubject.within("Coin", id(ana), box);
    UUID boxes = delete(ana, box, 31);
    UUID coins = delete(ana, coin, 31);

    LegalHold onRecord = hold(ana, Scope.RECORD, shelf);
    assertThat(read(ana, tx -> tx.deletions().group(coins)).getFirst().legalHolds()).isEmpty();
    LegalHold onSubject = hold(ana, Scope.SUBJECT, shelf);
    assertProblem(Problem.LEGAL_HOLD, () -> dispose(ana, coins));
    assertProblem(Problem.LEGAL_HOLD, () -> dispose(ana, boxes));
    write(ana, tx -> book.release(tx, onSubject.id(), "settled"));
    assertThat(dispose(ana, coins)).hasSize(1);
    write(ana, tx -> book.release(tx, onRecord.id(), "settled"));
    assertThat(dispose(ana, boxes)).hasSize(1);
  }

  @Test
  void aPartUnderHoldKeepsTheWholeThatItWouldGoWith() {
    Caller ana = tenant("part");
    DeletedSubject shelf = subject(ana, "Shelf");
    DeletedSubject box = DeletedSubject.within("Box", id(ana), shelf);
    delete(ana, box, 31);
    UUID group = delete(ana, shelf, 31);
    hold(ana, Scope.RECORD, box);

    assertProblem(Problem.LEGAL_HOLD, () -> dispose(ana, group));
  }

  @Test
  void aHoldPlacedWhileADisposalRunsComesAfterItOrStopsItButNeverInBetween() throws Exception {
    Caller ana = tenant("race");
    DeletedSubject before = subject(ana, "Book");
    DeletedSubject after = subject(ana, "Book");
    UUID first = delete(ana, before, 31);
    UUID second = delete(ana, after, 31);
    var disposed = new CountDownLatch(1);
    var commit = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var disposal =
          threads.submit(() ->
              write(
                  ana,
                  tx -> {
                    List<DeletionRecord> gone = tx.deletions().dispose(first);
                    disposed.countDown();
                    await(commit);
                    return gone;
                  }));
      await(disposed);
      var holding =
          threads.submit(() ->
              write(
                  ana,
                  tx -> {
                    var all = new LegalHold.Target(Scope.TENANT, Optional.empty());
                    return book.place(tx, all, "case-1", "a claim");
                  }));

      assertThat(
              TestPlatform.eventually(
                  Duration.ofSeconds(10), () -> !platform.look(WAITING).equals(List.of("0"))))
          .as("the hold waits for the disposal under way")
          .isTrue();
      assertThat(holding.isDone()).isFalse();
      commit.countDown();
      assertThat(disposal.get(10, TimeUnit.SECONDS)).hasSize(1);
      holding.get(10, TimeUnit.SECONDS);
    }
    assertProblem(Problem.LEGAL_HOLD, () -> dispose(ana, second));
  }

  @Test
  void theSameMatterHoldsTheSameThingOnce() {
    Caller ana = tenant("twice");
    DeletedSubject subject = subject(ana, "Book");
    hold(ana, Scope.RECORD, subject);

    assertProblem(Problem.CONFLICT, () -> hold(ana, Scope.RECORD, subject));
    hold(ana, Scope.SUBJECT, subject);
    assertThat(holds(ana, false)).hasSize(2);
  }

  @Test
  void ofTwoRulesSetOnTheSameVersionOneIsRefused() {
    Caller ana = tenant("versions");
    var draft = new RetentionRule.Draft("Book", Optional.of(5), "law", Optional.empty());
    write(ana, tx -> book.set(tx, draft, Optional.of(0)));

    assertProblem(Problem.CONFLICT, () -> write(ana, tx -> book.set(tx, draft, Optional.of(0))));
    assertThat(write(ana, tx -> book.set(tx, draft, Optional.of(1))).version()).isEqualTo(2);
  }

  @Test
  void theForecastCountsWhatIsDueAndWhatIsHeldUntilThen() {
    Caller ana = tenant("forecast");
    delete(ana, subject(ana, "Book"), 31);
    delete(ana, subject(ana, "Book"), 20);
    DeletedSubject held = subject(ana, "Book");
    delete(ana, held, 25);
    hold(ana, Scope.RECORD, held);

    DisposalForecast now = read(ana, tx -> book.forecast(tx, Instant.now()));
    DisposalForecast later = read(ana, tx -> book.forecast(tx, in(15)));

    assertThat(now.due()).isOne();
    assertThat(now.held()).isZero();
    assertThat(later.due()).isEqualTo(2);
    assertThat(later.held()).isOne();
    assertThat(later.first()).extracting(DeletionRecord::retainUntil).isSorted().hasSize(3);
  }

  @Test
  void anotherTenantsRulesAndHoldsAreAsIfTheyWereNotThere() {
    Caller ana = tenant("mine");
    Caller ben = tenant("theirs");
    set(ben, "*", 400);
    LegalHold all =
        write(
            ben,
            tx ->
                book.place(
                    tx, new LegalHold.Target(Scope.TENANT, Optional.empty()), "case-1", "a claim"));

    assertThat(dispose(ana, delete(ana, subject(ana, "Book"), 31))).hasSize(1);
    assertThat(rules(ana)).isEmpty();
    assertThat(holds(ana, true)).isEmpty();
    assertProblem(Problem.NOT_FOUND, () -> write(ana, tx -> book.release(tx, all.id(), "x")));
    assertThatThrownBy(() ->
            write(
                ana,
                tx ->
                    tx.update(
                        "insert into private.legal_holds (id, tenant, scope, reference, reason,"
                            + " placed_at, placed_by) values (gen_random_uuid(), ?, 'TENANT', 'x',"
                            + " 'x', now(), 'x')",
                        ben.tenant())))
        .rootCause()
        .hasMessageContaining("row-level security");
    assertThatThrownBy(() -> write(ben, tx -> tx.update("delete from private.legal_holds")))
        .rootCause()
        .hasMessageContaining("permission denied");
  }

  private static final String END =
      "update private.deleted_records set disposed_at = now(), disposed_by = 'x' where"
          + " cascade_group = cast(? as uuid)";

  private static Caller tenant(String slug) {
    return TestPlatform.user(platform.provision("keep-" + slug));
  }

  private static Instant in(int days) {
    return Instant.now().plus(Duration.ofDays(days));
  }

  private static String id(Caller caller) {
    return GlobalId.of("thing", caller.tenant(), UUID.randomUUID()).toString();
  }

  private static DeletedSubject subject(Caller caller, String type) {
    return DeletedSubject.of(type, id(caller));
  }

  private static UUID delete(Caller caller, DeletedSubject subject, int daysAgo) {
    Instant at = in(-daysAgo).truncatedTo(ChronoUnit.MICROS);
    var deletion = new Deletion(subject, List.of(), Optional.empty(), at, PROMISED);
    return write(caller, tx -> tx.deletions().record(deletion));
  }

  private static Duration kept(Caller caller, UUID group) {
    DeletionRecord head = read(caller, tx -> tx.deletions().group(group)).getFirst();
    return Duration.between(head.deleted().at(), head.retainUntil());
  }

  private static List<DeletionRecord> dispose(Caller caller, UUID group) {
    return write(caller, tx -> tx.deletions().dispose(group));
  }

  private List<RetentionRule> rules(Caller caller) {
    return read(caller, book::rules);
  }

  private List<LegalHold> holds(Caller caller, boolean releasedToo) {
    return read(caller, tx -> book.holds(tx, releasedToo));
  }

  private void set(Caller caller, String type, int days) {
    set(caller, new RetentionRule.Draft(type, Optional.of(days), "our policy", Optional.empty()));
  }

  private void withdraw(Caller caller, String type) {
    set(caller, new RetentionRule.Draft(type, Optional.empty(), "our policy", Optional.empty()));
  }

  private void set(Caller caller, RetentionRule.Draft draft) {
    write(caller, tx -> book.set(tx, draft, Optional.empty()));
  }

  private LegalHold hold(Caller caller, Scope scope, DeletedSubject subject) {
    var target = new LegalHold.Target(scope, Optional.of(subject.id()));
    return write(caller, tx -> book.place(tx, target, "case-1", "a claim"));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T write(Caller caller, TenantWork<T> work) {
    return platform.data().tenantDatabase().write(caller, work);
  }

  private static <T> T read(Caller caller, TenantWork<T> work) {
    return platform.data().tenantDatabase().read(caller, work);
  }

  private static void assertProblem(Problem problem, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
  }
}
