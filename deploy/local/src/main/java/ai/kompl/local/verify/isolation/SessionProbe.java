package ai.kompl.local.verify.isolation;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Looks at connections between two transactions: whoever gets one next must find neither a role nor
 * a search path that somebody has left there. Safe for use by several threads.
 */
final class SessionProbe {
  private static final String STATE =
      "select session_user, current_user, pg_catalog.current_setting('search_path')";
  private static final String TENANT = "tenant_";

  private final Queue<String> found = new ConcurrentLinkedQueue<>();
  private final AtomicInteger every = new AtomicInteger(1);
  private final AtomicLong ends = new AtomicLong();
  private final AtomicLong looks = new AtomicLong();

  /** Looks at the end of one transaction in so many. */
  void every(int transactions) {
    every.set(transactions);
  }

  void look(WireSession session) throws IOException {
    if (ends.incrementAndGet() % every.get() != 0) {
      return;
    }
    List<String> state = session.row(STATE);
    looks.incrementAndGet();
    if (state.size() == 3
        && (!state.get(0).equals(state.get(1)) || state.get(2).contains(TENANT))) {
      found.add("a connection was given back as " + state.get(1) + " on " + state.get(2));
    }
  }

  /** What was found since the last call. */
  List<String> take() {
    var taken = List.copyOf(found);
    found.clear();
    return taken;
  }

  /** How many connections were looked at. */
  long looks() {
    return looks.get();
  }
}
