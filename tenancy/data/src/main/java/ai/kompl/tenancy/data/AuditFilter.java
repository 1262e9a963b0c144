package ai.kompl.tenancy.data;

import java.time.Instant;
import java.util.Optional;

/**
 * Which records of an audit trail are wanted; what is empty does not matter.
 *
 * @param category the sort of record
 * @param actor who acted, as the trail names them: {@code user:<uuid>}
 * @param action what was done, in full, such as {@code regops.control.updated}
 * @param subjectId the global id of what it was done to
 * @param from the earliest moment
 * @param before the first moment that is too late
 */
public record AuditFilter(
    Optional<AuditCategory> category,
    Optional<String> actor,
    Optional<String> action,
    Optional<String> subjectId,
    Optional<Instant> from,
    Optional<Instant> before) {
  /** Every record. */
  public static final AuditFilter ALL =
      new AuditFilter(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
}
