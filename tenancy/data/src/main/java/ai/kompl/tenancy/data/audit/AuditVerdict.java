package ai.kompl.tenancy.data.audit;

import java.util.Optional;

/**
 * What a walk along a trail has found.
 *
 * @param records how many records were read
 * @param checkpoints how many checkpoints were read
 * @param accesses how many records of requests and readings were read
 * @param sealedTo up to which record a signed checkpoint vouches for the trail, 0 when for none
 * @param fault the first fault; absent when the trail is whole
 */
public record AuditVerdict(
    long records, long checkpoints, long accesses, long sealedTo, Optional<AuditFault> fault) {
  /** Whether the trail is as it was written. */
  public boolean whole() {
    return fault.isEmpty();
  }
}
