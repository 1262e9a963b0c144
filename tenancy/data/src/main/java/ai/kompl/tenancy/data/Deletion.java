package ai.kompl.tenancy.data;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is deleted together and comes back together.
 *
 * @param head what somebody asked to delete
 * @param dependants what goes with it
 * @param reason why, where a reason was given
 * @param at when
 * @param keep how long it can be restored where the tenant has no retention rule for it
 */
public record Deletion(
    DeletedSubject head,
    List<DeletedSubject> dependants,
    Optional<String> reason,
    Instant at,
    Duration keep) {
  public Deletion {
    dependants = List.copyOf(dependants);
    if (keep.isNegative()) {
      throw new IllegalArgumentException("what is deleted is kept for a while: " + keep);
    }
  }
}
