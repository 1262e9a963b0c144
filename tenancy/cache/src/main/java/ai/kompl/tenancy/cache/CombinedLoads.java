package ai.kompl.tenancy.cache;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/**
 * Loads of one cache, at most one at a time for a tenant. What is asked for while one runs is
 * collected and loaded by the next, together: so nobody is given what was read before he asked, and
 * a rush on a value costs two loads.
 *
 * @param <K> whose loads do not mix
 * @param <V> what is loaded
 */
final class CombinedLoads<K, V> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<K, Lane<V>> lanes = new ConcurrentHashMap<>();
  private final LongAdder loads = new LongAdder();

  /** One tenant's queue; gone when nobody is in it. */
  private static final class Lane<V> {
    private final Semaphore turn = new Semaphore(1, true);
    private int users;
    private Turn<V> next = new Turn<>();
  }

  private static final class Turn<V> {
    private final Set<String> ids = new LinkedHashSet<>();
    private final CompletableFuture<Map<String, V>> result = new CompletableFuture<>();
    private boolean led;
  }

  /** Values of the ids that are there, all read after this call began. */
  Map<String, V> load(K key, Set<String> ids, CacheLoad<V> load) {
    Lane<V> lane =
        lanes.compute(
            key,
            (_, known) -> {
              Lane<V> used = known == null ? new Lane<>() : known;
              used.users++;
              return used;
            });
    try {
      return load(lane, ids, load);
    } finally {
      lanes.compute(key, (_, used) -> used == null || --used.users == 0 ? null : used);
    }
  }

  /** How often a load was run. */
  long count() {
    return loads.sum();
  }

  private Map<String, V> load(Lane<V> lane, Set<String> ids, CacheLoad<V> load) {
    while (true) {
      Turn<V> turn;
      boolean lead;
      synchronized (lane) {
        turn = lane.next;
        turn.ids.addAll(ids);
        lead = !turn.led;
        turn.led = true;
      }
      if (lead) {
        return only(ids, lead(lane, turn, load));
      }
      try {
        return only(ids, result(turn));
      } catch (ProblemException e) {
        // One that had less time than we must not take ours; one who found nobody speaks for us.
        if (e.problem() == Problem.UNAVAILABLE) {
          throw e;
        }
      }
    }
  }

  private Map<String, V> lead(Lane<V> lane, Turn<V> turn, CacheLoad<V> load) {
    boolean mine = acquire(lane.turn);
    Set<String> all;
    synchronized (lane) {
      lane.next = new Turn<>();
      all = Set.copyOf(turn.ids);
    }
    try {
      if (!mine) {
        throw new ProblemException(Problem.TIMEOUT);
      }
      loads.increment();
      Map<String, V> values = load.load(all);
      turn.result.complete(values);
      return values;
    } catch (RuntimeException e) {
      turn.result.completeExceptionally(e);
      throw e;
    } finally {
      turn.result.completeExceptionally(new ProblemException(Problem.INTERNAL));
      if (mine) {
        lane.turn.release();
      }
    }
  }

  private static boolean acquire(Semaphore turn) {
    try {
      return turn.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static <V> Map<String, V> result(Turn<V> turn) {
    try {
      return turn.result.get(PATIENCE.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ProblemException problem) {
        throw problem;
      }
      throw new ProblemException(Problem.INTERNAL, Problem.INTERNAL.message(), e);
    } catch (TimeoutException e) {
      throw new ProblemException(Problem.UNAVAILABLE, Problem.UNAVAILABLE.message(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(Problem.UNAVAILABLE, Problem.UNAVAILABLE.message(), e);
    }
  }

  private static <V> Map<String, V> only(Set<String> ids, Map<String, V> values) {
    Map<String, V> wanted = new HashMap<>();
    for (String id : ids) {
      V value = values.get(id);
      if (value != null) {
        wanted.put(id, value);
      }
    }
    return wanted;
  }
}
