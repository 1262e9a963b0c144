package ai.kompl.local.verify.isolation;

import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** What the mixed load has done so far. Safe for use by several threads. */
final class LoadTally {
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong cancellations = new AtomicLong();
  private final AtomicLong killed = new AtomicLong();
  private final AtomicLong controls = new AtomicLong();
  private final AtomicLong refusals = new AtomicLong();
  private final AtomicLong unavailable = new AtomicLong();
  private final AtomicLong internal = new AtomicLong();

  AtomicLong requests() {
    return requests;
  }

  AtomicLong cancellations() {
    return cancellations;
  }

  AtomicLong killed() {
    return killed;
  }

  /** Answers that showed the own canary. */
  AtomicLong controls() {
    return controls;
  }

  AtomicLong refusals() {
    return refusals;
  }

  /** Answers that said that a part was not available, as after a killed backend. */
  AtomicLong unavailable() {
    return unavailable;
  }

  /** Answers that blamed the product itself. */
  AtomicLong internal() {
    return internal;
  }

  /** Adds what was written down before. */
  void add(Properties kept) {
    each((name, value) -> value.addAndGet(Long.parseLong(kept.getProperty(name, "0"))));
  }

  /** Writes everything down. */
  Properties keep() {
    var kept = new Properties();
    each((name, value) -> kept.setProperty(name, Long.toString(value.get())));
    return kept;
  }

  private void each(BiConsumer<String, AtomicLong> use) {
    use.accept("requests", requests);
    use.accept("cancellations", cancellations);
    use.accept("killed_backends", killed);
    use.accept("own_answers", controls);
    use.accept("refusals", refusals);
    use.accept("unavailable", unavailable);
    use.accept("internal_errors", internal);
  }
}
