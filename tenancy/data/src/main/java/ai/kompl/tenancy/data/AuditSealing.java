package ai.kompl.tenancy.data;

import java.time.Duration;

/**
 * When checkpoints of audit trails are made.
 *
 * @param look how often is looked for trails that need one
 * @param oldest how long a record is at most without one, apart from the time between two looks
 * @param many from how many records on one is made at the next look
 */
public record AuditSealing(Duration look, Duration oldest, long many) {
  public AuditSealing {
    if (!look.isPositive() || oldest.isNegative() || many < 1) {
      throw new IllegalArgumentException("not a rhythm of checkpoints: " + look + ", " + oldest);
    }
  }

  /** Each quarter of an hour, sooner for a thousand records. */
  public static AuditSealing defaults() {
    return new AuditSealing(Duration.ofMinutes(1), Duration.ofMinutes(15), 1000);
  }
}
