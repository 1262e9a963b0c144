package ai.kompl.local.verify.isolation;

import ai.kompl.local.verify.isolation.Finding.Kind;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What the attacks brought to light so far. Safe for use by several threads. */
final class Findings {
  private final Queue<Finding> found = new ConcurrentLinkedQueue<>();
  private final AtomicLong attempts = new AtomicLong();
  private final AtomicLong controls = new AtomicLong();

  void attempted() {
    attempts.incrementAndGet();
  }

  /** Notes a positive control; one that fails is a finding, because the refusals prove nothing. */
  void control(String where, boolean holds, String detail) {
    controls.incrementAndGet();
    if (!holds) {
      add(Kind.NO_POSITIVE_CONTROL, where, detail);
    }
  }

  void add(Kind kind, String where, String detail) {
    found.add(new Finding(kind, where, shorten(detail)));
  }

  List<Finding> all() {
    return List.copyOf(found);
  }

  long attempts() {
    return attempts.get();
  }

  long controls() {
    return controls.get();
  }

  private static String shorten(String text) {
    return text.length() > 300 ? text.substring(0, 300) + "..." : text;
  }
}
