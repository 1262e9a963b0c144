package ai.kompl.tenancy.data;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/**
 * A place in the queue of upgrades.
 *
 * @param tables what comes up; empty where a thread is to end
 * @param readyAt when, on the clock of {@link System#nanoTime}
 */
record UpgradeTurn(Optional<TenantTables> tables, long readyAt) implements Delayed {
  private static final Duration BEFORE_ALL = Duration.ofDays(1);

  /** After those that wait already. */
  static UpgradeTurn next(TenantTables tables) {
    return in(Duration.ZERO, tables);
  }

  static UpgradeTurn in(Duration delay, TenantTables tables) {
    return new UpgradeTurn(Optional.of(tables), System.nanoTime() + delay.toNanos());
  }

  /** Before all that only wait for their turn. */
  static UpgradeTurn urgent(TenantTables tables) {
    return new UpgradeTurn(Optional.of(tables), System.nanoTime() - BEFORE_ALL.toNanos());
  }

  /** Ends the thread that takes it, before anything else. */
  static UpgradeTurn end() {
    return new UpgradeTurn(
        Optional.empty(), System.nanoTime() - BEFORE_ALL.multipliedBy(2).toNanos());
  }

  @Override
  public long getDelay(TimeUnit unit) {
    return unit.convert(readyAt - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  @Override
  public int compareTo(Delayed other) {
    return Long.signum(readyAt - ((UpgradeTurn) other).readyAt);
  }
}
