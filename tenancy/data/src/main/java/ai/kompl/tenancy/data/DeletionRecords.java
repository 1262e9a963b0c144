package ai.kompl.tenancy.data;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The central record of a tenant's deletions. It is kept in the same transaction as the rows that
 * it tells of: who deletes, restores or disposes changes these rows, holding them before calling
 * here, so that all who work on the same rows wait in the same order.
 */
public interface DeletionRecords {
  /**
   * Enters a deletion, one record for each subject, each kept as long as the tenant's rule for its
   * type says and where there is none as long as the deletion says. Answers with its cascade group.
   */
  UUID record(Deletion deletion);

  /** The record of that id. */
  Optional<DeletionRecord> find(UUID id);

  /** A part of the list, the newest deletion first. */
  List<DeletionRecord> page(DeletionFilter filter, DeletionPage page);

  /** How many there are. */
  long count(DeletionFilter filter);

  /** All records of a cascade group, its head first. */
  List<DeletionRecord> group(UUID group);

  /**
   * Notes that a deleted thing is back, and with it all that was deleted together with it.
   *
   * @param headId the global id of the head of a deletion
   * @return the records of the group, the head first: each subject's own rows are to be brought
   *     back now
   * @throws ai.kompl.tenancy.caller.ProblemException NOT_FOUND when it was never deleted;
   *     INVALID_TRANSITION when it is back already, went with another or belongs to something that
   *     is still deleted; PURGED when it is gone for good, PARENT_PURGED when what it belongs to is
   */
  List<DeletionRecord> restore(String headId);

  /**
   * Notes that a cascade group is disposed of for good, and with it whatever else was deleted that
   * belongs to it.
   *
   * @return all that is to be disposed of now, empty when the deletion had ended before
   * @throws ai.kompl.tenancy.caller.ProblemException RETENTION_RUNNING when the time of any of it
   *     is not over, LEGAL_HOLD when any of it is held; then nothing is disposed of
   */
  List<DeletionRecord> dispose(UUID group);

  /**
   * How long a cascade group is still to be kept by the rules in force, by the database's clock;
   * zero when its time is over or it has ended.
   */
  Duration remaining(UUID group);
}
