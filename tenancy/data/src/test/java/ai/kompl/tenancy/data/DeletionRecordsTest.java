package ai.kompl.tenancy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.GlobalId;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DeletionRecordsTest {
  private static final String EARLY =
      "update private.deleted_records set disposed_at = now(), disposed_by = 'x' where"
          + " cascade_group = cast(? as uuid)";
  private static final String AGAIN =
      "update private.deleted_records set restored_at = now() where cascade_group = cast(? as uuid)";
  private static final String SHORTER =
      "update private.deleted_records set retain_until = now() where cascade_group = cast(? as uuid)";

  private static final RetentionBook BOOK = new RetentionBook(InstantSource.system());

  private static TestPlatform platform;
  private static Caller ana;
  private static Caller ben;

  @BeforeAll
  static void open() {
    platform = TestPlatform.open();
    ana = TestPlatform.user(platform.provision("north"));
    ben = TestPlatform.user(platform.provision("south"));
  }

  @AfterAll
  static void close() {
    platform.close();
  }

  @Test
  void aDeletionSaysWhoWhatWhenWhyAndUntilWhenItIsKept() {
    var shelf = DeletedSubject.of("Shelf", id(ana, "shelf"));
    var book = DeletedSubject.within("Book", id(ana, "book"), shelf);
    Instant at = Instant.now().truncatedTo(ChronoUnit.MICROS);

    UUID group =
        write(
            ana,
            tx ->
                tx.deletions()
                    .record(
                        new Deletion(
                            shelf,
                            List.of(book),
                            Optional.of("moved out"),
                            at,
                            Duration.ofDays(30))));

    List<DeletionRecord> records = read(ana, tx -> tx.deletions().group(group));
    assertThat(records).extracting(DeletionRecord::subject).containsExactly(shelf, book);
    assertThat(records).extracting(DeletionRecord::head).containsExactly(true, false);
    assertThat(records)
        .allSatisfy(record -> {
          assertThat(record.reason()).contains("moved out");
          assertThat(record.deleted()).isEqualTo(new DeletionRecord.Act(at, ana.actor()));
          assertThat(record.retainUntil()).isEqualTo(at.plus(Duration.ofDays(30)));
          assertThat(record.requestId()).isEqualTo("request-1");
          assertThat(record.state()).isEqualTo(DeletionRecord.State.DELETED);
        });
  }

  @Test
  void aDeletionGivenUpLeavesNoRecord() {
    var book = book(ana);

    assertThatThrownBy(() ->
            write(
                ana,
                tx -> {
                  tx.deletions().record(deletion(book, Duration.ofDays(1)));
                  throw new ProblemException(Problem.CONFLICT);
                }))
        .isInstanceOf(ProblemException.class);

    assertThat(count(ana, about(book))).isZero();
  }

  @Test
  void whatWentTogetherComesBackTogether() {
    var shelf = DeletedSubject.of("Shelf", id(ana, "shelf"));
    var book = DeletedSubject.within("Book", id(ana, "book"), shelf);
    write(
        ana,
        tx ->
            tx.deletions()
                .record(
                    new Deletion(
                        shelf,
                        List.of(book),
                        Optional.empty(),
                        Instant.now(),
                        Duration.ofDays(1))));

    assertProblem(Problem.INVALID_TRANSITION, () -> restore(ana, book));
    List<DeletionRecord> restored = restore(ana, shelf);

    assertThat(restored).extracting(DeletionRecord::subject).containsExactly(shelf, book);
    assertThat(restored)
        .allMatch(record -> record.state() == DeletionRecord.State.RESTORED)
        .allMatch(record -> record.restored().orElseThrow().by().equals(ana.actor()));
    assertProblem(Problem.INVALID_TRANSITION, () -> restore(ana, shelf));
  }

  @Test
  void ofTwoRestorationsAtOnceOneComesThrough() throws Exception {
    var book = book(ana);
    delete(ana, book, Duration.ofDays(1));
    Callable<Boolean> restoration =
        () -> {
          restore(ana, book);
          return true;
        };

    int through = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var outcome : threads.invokeAll(List.of(restoration, restoration, restoration))) {
        try {
          through += outcome.get() ? 1 : 0;
        } catch (ExecutionException e) {
          assertThat(e.getCause())
              .isInstanceOfSatisfying(
                  ProblemException.class,
                  problem -> assertThat(problem.problem()).isEqualTo(Problem.INVALID_TRANSITION));
        }
      }
    }

    assertThat(through).isOne();
  }

  @Test
  void aPartDeletedEarlierWaitsForWhatItBelongsTo() {
    var shelf = DeletedSubject.of("Shelf", id(ana, "shelf"));
    var book = DeletedSubject.within("Book", id(ana, "book"), shelf);
    delete(ana, book, Duration.ofDays(1));
    delete(ana, shelf, Duration.ofDays(1));

    assertProblem(Problem.INVALID_TRANSITION, () -> restore(ana, book));
    restore(ana, shelf);

    assertThat(restore(ana, book)).extracting(DeletionRecord::subject).containsExactly(book);
  }

  @Test
  void nothingComesBackWhoseParentIsDisposedOf() {
    var shelf = DeletedSubject.of("Shelf", id(ana, "shelf"));
    var book = DeletedSubject.within("Book", id(ana, "book"), shelf);
    var page = DeletedSubject.within("Page", id(ana, "page"), book);
    delete(ana, page, Duration.ZERO);
    delete(ana, book, Duration.ZERO);
    UUID group = delete(ana, shelf, Duration.ZERO);

    List<DeletionRecord> disposed = dispose(ana, group);

    assertThat(disposed)
        .extracting(DeletionRecord::subject)
        .containsExactlyInAnyOrder(shelf, book, page);
    assertProblem(Problem.PURGED, () -> restore(ana, shelf));
    assertProblem(Problem.PARENT_PURGED, () -> restore(ana, book));
    assertProblem(Problem.PARENT_PURGED, () -> restore(ana, page));
    assertThat(dispose(ana, group)).isEmpty();
  }

  @Test
  void aChildDeletedAfterItsParentWasDisposedOfStaysDeleted() {
    var shelf = DeletedSubject.of("Shelf", id(ana, "shelf"));
    UUID group = delete(ana, shelf, Duration.ZERO);
    dispose(ana, group);
    var book = DeletedSubject.within("Book", id(ana, "book"), shelf);
    delete(ana, book, Duration.ofDays(1));

    assertProblem(Problem.PARENT_PURGED, () -> restore(ana, book));
  }

  @Test
  void nothingIsDisposedOfBeforeItsTimeNorWhileAnyHoldStands() {
    var shelf = DeletedSubject.of("Shelf", id(ana, "shelf"));
    var book = DeletedSubject.within("Book", id(ana, "book"), shelf);
    UUID kept = delete(ana, book, Duration.ofDays(1));
    UUID group = delete(ana, shelf, Duration.ZERO);

    // The part deleted on its own has its own time.
    assertProblem(Problem.RETENTION_RUNNING, () -> dispose(ana, group));
    restore(ana, shelf);
    restore(ana, book);
    UUID again = delete(ana, shelf, Duration.ZERO);
    LegalHold first = hold(ana, shelf, "case-1");
    LegalHold second = hold(ana, shelf, "case-2");
    assertProblem(Problem.CONFLICT, () -> hold(ana, shelf, "case-1"));
    assertProblem(Problem.LEGAL_HOLD, () -> dispose(ana, again));
    write(ana, tx -> BOOK.release(tx, first.id(), "settled"));
    assertProblem(Problem.LEGAL_HOLD, () -> dispose(ana, again));
    write(ana, tx -> BOOK.release(tx, second.id(), "settled"));

    assertThat(dispose(ana, again)).hasSize(1);
    assertThat(group(ana, kept))
        .allMatch(record -> record.state() == DeletionRecord.State.RESTORED);
  }

  @Test
  void theDatabaseItselfRefusesADisposalTooEarlyAndASecondEnd() {
    var book = book(ana);
    UUID group = delete(ana, book, Duration.ofDays(1));
    assertThatThrownBy(() -> write(ana, tx -> tx.update(EARLY, group)))
        .rootCause()
        .hasMessageContaining("still to be kept");
    restore(ana, book);
    assertThatThrownBy(() -> write(ana, tx -> tx.update(AGAIN, group)))
        .rootCause()
        .hasMessageContaining("has ended");
    assertThatThrownBy(() -> write(ana, tx -> tx.update(SHORTER, group)))
        .rootCause()
        .hasMessageContaining("permission denied");
  }

  @Test
  void anotherTenantsDeletionsAreAsIfTheyWereNotThere() {
    var book = book(ben);
    UUID group = delete(ben, book, Duration.ZERO);
    UUID record = read(ben, tx -> tx.deletions().group(group)).getFirst().id();

    assertProblem(Problem.NOT_FOUND, () -> restore(ana, book));
    assertThat(find(ana, record)).isEmpty();
    assertThat(group(ana, group)).isEmpty();
    assertThat(count(ana, about(book))).isZero();
    assertThat(dispose(ana, group)).isEmpty();
    hold(ana, book, "case");
    assertThat(find(ben, record).orElseThrow().legalHolds()).isEmpty();
    int touched = write(ana, tx -> tx.update(AGAIN, group));
    assertThat(touched).isZero();
    assertThat(find(ben, record).orElseThrow().state()).isEqualTo(DeletionRecord.State.DELETED);
  }

  @Test
  void theListGoesFromTheNewestToTheOldestAndBack() {
    Caller cleo = TestPlatform.user(platform.provision("east"));
    List<DeletedSubject> books = List.of(book(cleo), book(cleo), book(cleo));
    Instant start = Instant.now().truncatedTo(ChronoUnit.MICROS);
    for (int i = 0; i < 3; i++) {
      var one =
          new Deletion(
              books.get(i), List.of(), Optional.empty(), start.plusSeconds(i), Duration.ofDays(1));
      write(cleo, tx -> tx.deletions().record(one));
    }
    restore(cleo, books.get(1));

    List<DeletionRecord> first = page(cleo, new DeletionPage(Optional.empty(), false, 2));
    List<DeletionRecord> rest = page(cleo, new DeletionPage(place(first.get(1)), false, 2));
    List<DeletionRecord> back = page(cleo, new DeletionPage(place(rest.getFirst()), true, 1));

    assertThat(first)
        .extracting(DeletionRecord::subject)
        .containsExactly(books.get(2), books.get(1));
    assertThat(rest).extracting(DeletionRecord::subject).containsExactly(books.getFirst());
    assertThat(back).isEqualTo(List.of(first.get(1)));
    var open =
        new DeletionFilter(
            Optional.of("Book"), Optional.empty(), Optional.of(DeletionRecord.State.DELETED), true);
    assertThat(count(cleo, open)).isEqualTo(2);
  }

  private static List<DeletionRecord> page(Caller caller, DeletionPage page) {
    return read(caller, tx -> tx.deletions().page(DeletionFilter.ALL, page));
  }

  private static Optional<DeletionPage.Place> place(DeletionRecord record) {
    return Optional.of(new DeletionPage.Place(record.deleted().at().toString(), record.id()));
  }

  private static DeletedSubject book(Caller caller) {
    return DeletedSubject.of("Book", id(caller, "book"));
  }

  private static String id(Caller caller, String type) {
    return GlobalId.of(type, caller.tenant(), UUID.randomUUID()).toString();
  }

  private static Deletion deletion(DeletedSubject subject, Duration keep) {
    return new Deletion(subject, List.of(), Optional.empty(), Instant.now(), keep);
  }

  private static UUID delete(Caller caller, DeletedSubject subject, Duration keep) {
    return write(caller, tx -> tx.deletions().record(deletion(subject, keep)));
  }

  private static List<DeletionRecord> restore(Caller caller, DeletedSubject subject) {
    return write(caller, tx -> tx.deletions().restore(subject.id()));
  }

  private static List<DeletionRecord> dispose(Caller caller, UUID group) {
    return write(caller, tx -> tx.deletions().dispose(group));
  }

  private static List<DeletionRecord> group(Caller caller, UUID group) {
    return read(caller, tx -> tx.deletions().group(group));
  }

  private static Optional<DeletionRecord> find(Caller caller, UUID record) {
    return read(caller, tx -> tx.deletions().find(record));
  }

  private static long count(Caller caller, DeletionFilter filter) {
    return read(caller, tx -> tx.deletions().count(filter));
  }

  private static LegalHold hold(Caller caller, DeletedSubject subject, String reference) {
    var on = new LegalHold.Target(LegalHold.Scope.RECORD, Optional.of(subject.id()));
    return write(caller, tx -> BOOK.place(tx, on, reference, "a claim"));
  }

  private static DeletionFilter about(DeletedSubject subject) {
    return new DeletionFilter(Optional.empty(), Optional.of(subject.id()), Optional.empty(), false);
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
