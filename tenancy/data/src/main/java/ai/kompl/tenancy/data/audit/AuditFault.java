package ai.kompl.tenancy.data.audit;

/**
 * The first place at which an audit trail is not what was written.
 *
 * @param sequence the number of the record; 0 for the header of a file
 * @param kind what is wrong there
 */
public record AuditFault(long sequence, Kind kind) {
  /** What can be wrong with a trail. */
  public enum Kind {
    /** The content of the record is not that of its hash. */
    ALTERED,
    /** There is no record of this number although later ones exist. */
    MISSING,
    /** A second record carries a number that was there before. */
    DUPLICATED,
    /** The record does not follow the one before it. */
    UNLINKED,
    /** The text of the record is not the one that was written. */
    TEXT_ALTERED,
    /** The text of the record is gone and no record tells of its erasure. */
    TEXT_MISSING,
    /** The trail ends before this record, which was once there. */
    TRUNCATED,
    /** The end of the trail is not the one that was kept for it. */
    HEAD_DIFFERS,
    /** The segment that this record closes is not the one that was written. */
    SEGMENT_DIFFERS,
    /** From this record on the trail is not the one that a checkpoint was signed for. */
    CHECKPOINT_DIFFERS,
    /**
     * The checkpoint over the records from this one on is missing, or its signature is not ours.
     */
    CHECKPOINT_FORGED,
    /** What should be this record in a file is not one that this program has written. */
    UNREADABLE,
    /** All records are right, but behind the last one the file is not the one that was sealed. */
    FILE_DIFFERS
  }

  /** For a line of output. */
  @Override
  public String toString() {
    return "sequence=" + sequence + " fault=" + kind;
  }
}
