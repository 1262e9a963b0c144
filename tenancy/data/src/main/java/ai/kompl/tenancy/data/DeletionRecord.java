package ai.kompl.tenancy.data;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the central record says about one deleted thing.
 *
 * @param id the record's own id
 * @param group what was deleted together
 * @param subject what was deleted
 * @param head whether it was itself asked to be deleted, or went with another
 * @param reason why, where a reason was given
 * @param deleted when and by whom
 * @param requestId the request that deleted it
 * @param retainUntil before this it is not disposed of
 * @param legalHolds references of the legal holds that forbid its disposal
 * @param restored when and by whom it was brought back
 * @param disposed when and by whom it was disposed of for good
 */
public record DeletionRecord(
    UUID id,
    UUID group,
    DeletedSubject subject,
    boolean head,
    Optional<String> reason,
    Act deleted,
    String requestId,
    Instant retainUntil,
    List<String> legalHolds,
    Optional<Act> restored,
    Optional<Act> disposed) {
  public DeletionRecord {
    legalHolds = List.copyOf(legalHolds);
  }

  /** What has become of the deleted thing. */
  public enum State {
    /** It can be restored. */
    DELETED,
    RESTORED,
    /** It is gone for good. */
    DISPOSED
  }

  /**
   * Who did it when.
   *
   * @param by the acting party as the audit trail names it
   */
  public record Act(Instant at, String by) {}

  /** What has become of it. */
  public State state() {
    if (disposed.isPresent()) {
      return State.DISPOSED;
    }
    return restored.isPresent() ? State.RESTORED : State.DELETED;
  }
}
