package ai.kompl.tenancy.caller;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Tells the log of something that fails again and again while it is tried: the beginning with its
 * cause, one line a minute while it lasts, and the end. Safe for use by several threads.
 */
public final class Outage {
  private static final Duration BETWEEN = Duration.ofMinutes(1);

  private final System.Logger log;
  private final String event;
  private final InstantSource clock;
  private @Nullable Instant began;
  private Instant told = Instant.MIN;
  private int tries;

  /**
   * An outage that has not begun.
   *
   * @param event its name in the log, such as {@code outbox-relay-failed}
   */
  public Outage(System.Logger log, String event, InstantSource clock) {
    this.log = log;
    this.event = event;
    this.clock = clock;
  }

  /** Another try has failed. */
  public synchronized void failed(@Nullable Throwable cause) {
    Instant now = clock.instant();
    tries++;
    if (began == null) {
      began = now;
      told = now;
      log.log(System.Logger.Level.WARNING, event, cause);
    } else if (!now.isBefore(told.plus(BETWEEN))) {
      told = now;
      log.log(System.Logger.Level.WARNING, event + " still, since " + began + ", tries " + tries);
    }
  }

  /** A try has succeeded. */
  public synchronized void over() {
    if (began != null) {
      log.log(System.Logger.Level.WARNING, event + " no more, since " + began + ", tries " + tries);
      began = null;
      tries = 0;
    }
  }
}
