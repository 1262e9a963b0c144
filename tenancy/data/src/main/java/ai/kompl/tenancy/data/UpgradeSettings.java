package ai.kompl.tenancy.data;

import java.time.Duration;

/**
 * How tenants that are behind are brought up to date.
 *
 * @param parallel how many at once in this process; each takes one of the owner's connections
 * @param patience how long a request waits for its own tenant before it is told to come again
 */
public record UpgradeSettings(int parallel, Duration patience) {
  public UpgradeSettings {
    if (parallel < 1 || patience.isNegative()) {
      throw new IllegalArgumentException("not a way to upgrade: " + parallel + ", " + patience);
    }
  }

  /** Two at once, two seconds. */
  public static UpgradeSettings defaults() {
    return new UpgradeSettings(2, Duration.ofSeconds(2));
  }
}
