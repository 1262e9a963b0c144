package ai.kompl.regops.deletion;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.DeletedSubject;
import ai.kompl.tenancy.data.Deletion;
import ai.kompl.tenancy.data.DeletionFilter;
import ai.kompl.tenancy.data.DeletionRecord;
import ai.kompl.tenancy.data.TenantTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Enters deletions, each with the job that disposes of it when its time is over. */
public final class DeletionBook {
  /** The job runs by the database's clock, which may be ahead of the one that set the time. */
  static final Duration MARGIN = Duration.ofSeconds(2);

  private final Duration keep;

  /**
   * A book whose deletions are kept so long where the tenant has no rule of its own.
   *
   * @param keep how long what is deleted can be restored
   */
  public DeletionBook(Duration keep) {
    this.keep = keep;
  }

  /** Enters a deletion of something with what goes with it; answers with the cascade group. */
  public UUID enter(
      TenantTransaction tx,
      DeletedSubject head,
      List<DeletedSubject> dependants,
      Optional<String> reason,
      Instant at) {
    UUID group = tx.deletions().record(new Deletion(head, dependants, reason, at, keep));
    tx.schedule(
        Disposal.KIND, Disposal.payload(group), tx.deletions().remaining(group).plus(MARGIN));
    return group;
  }

  /** Refuses with PURGED to restore what was disposed of for good. */
  public void requireNotDisposed(TenantTransaction tx, String subjectId) {
    var disposed =
        new DeletionFilter(
            Optional.empty(),
            Optional.of(subjectId),
            Optional.of(DeletionRecord.State.DISPOSED),
            false);
    if (tx.deletions().count(disposed) > 0) {
      throw new ProblemException(Problem.PURGED);
    }
  }
}
