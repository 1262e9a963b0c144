package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.time.Instant;
import java.util.Optional;

/**
 * How much of a quota is used.
 *
 * @param ceiling how much there is; empty when it is not limited
 * @param used since the period began
 * @param since when the period began; empty when there is but one
 * @param resetsAt when the next period begins; empty when none does
 */
public record QuotaUse(
    Quota quota,
    Optional<Long> ceiling,
    long used,
    Optional<Instant> since,
    Optional<Instant> resetsAt) {

  /** The same with so much more used. */
  QuotaUse plus(long amount) {
    return new QuotaUse(quota, ceiling, used + amount, since, resetsAt);
  }

  /** The refusal of so much more than there is. */
  ProblemException exceededBy(long amount) {
    String again =
        resetsAt.map(at -> "It starts again at " + at + ".").orElse("It does not reset.");
    return new ProblemException(
        Problem.QUOTA_EXCEEDED,
        "The limit of %s is %d, %d are used and %d more were asked for. %s"
            .formatted(quota, ceiling.orElse(Long.MAX_VALUE), used, amount, again));
  }
}
