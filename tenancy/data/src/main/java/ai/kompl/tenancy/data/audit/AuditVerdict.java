package ai.kompl.tenancy.data.audit;

import java.util.Optional;

/**
 * What a walk along a trail has found.
 *
 * @param records how many records were read
 * @param fault the first fault; absent when the trail is whole
 */
public record AuditVerdict(long records, Optional<AuditFault> fault) {
  /** Whether the trail is as it was written. */
  public boolean whole() {
    return fault.isEmpty();
  }
}
