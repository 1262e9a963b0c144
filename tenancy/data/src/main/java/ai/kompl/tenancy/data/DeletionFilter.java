package ai.kompl.tenancy.data;

import java.util.Optional;

/**
 * Which records of deletions are wanted; what is empty does not matter.
 *
 * @param type the GraphQL type of what was deleted
 * @param subjectId the global id of what was deleted
 * @param state what has become of it
 * @param headsOnly only what somebody asked to delete, not what went with it
 */
public record DeletionFilter(
    Optional<String> type,
    Optional<String> subjectId,
    Optional<DeletionRecord.State> state,
    boolean headsOnly) {
  /** Every record. */
  public static final DeletionFilter ALL =
      new DeletionFilter(Optional.empty(), Optional.empty(), Optional.empty(), false);
}
