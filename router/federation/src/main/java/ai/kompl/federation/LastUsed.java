package ai.kompl.federation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The values used last, by their key. Threads that ask for the same value at once make it once. */
final class LastUsed<K, V> {
  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Predicate<V> worthKeeping;
  private final Map<K, FutureTask<V>> entries = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * None yet.
   *
   * @param worthKeeping false for what comes from anyone and costs little to make again
   */
  LastUsed(int capacity, Predicate<V> worthKeeping) {
    this.capacity = capacity;
    this.worthKeeping = worthKeeping;
  }

  V get(K key, Supplier<V> making) {
    FutureTask<V> task = new FutureTask<>(making::get);
    FutureTask<V> present = enter(key, task);
    if (present == null) {
      task.run();
      return result(key, task);
    }
    return result(key, present);
  }

  int size() {
    lock.lock();
    try {
      return entries.size();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable FutureTask<V> enter(K key, FutureTask<V> task) {
    lock.lock();
    try {
      FutureTask<V> present = entries.get(key);
      if (present != null) {
        return present;
      }
      entries.put(key, task);
      if (entries.size() > capacity) {
        entries.remove(entries.keySet().iterator().next());
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  private V result(K key, FutureTask<V> task) {
    try {
      V made = task.get();
      if (!worthKeeping.test(made)) {
        forget(key);
      }
      return made;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while an operation was prepared", interrupted);
    } catch (ExecutionException failed) {
      forget(key);
      throw new IllegalStateException("preparing an operation failed", failed.getCause());
    }
  }

  private void forget(K key) {
    lock.lock();
    try {
      entries.remove(key);
    } finally {
      lock.unlock();
    }
  }
}
