package ai.kompl.tenancy.data;

import java.time.Instant;
import java.util.Optional;

/**
 * How much of a quota is used.
 *
 * @param ceiling how much there is; empty when it is not limited
 * @param used since the period began
 * @param resetsAt when the next period begins; empty when none does
 */
public record QuotaUse(
    Quota quota, Optional<Long> ceiling, long used, Optional<Instant> resetsAt) {}
