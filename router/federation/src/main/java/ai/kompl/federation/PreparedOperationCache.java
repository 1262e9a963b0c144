package ai.kompl.federation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The prepared operations used last, by their whole text. Threads that ask for the same operation
 * at once prepare it once.
 */
final class PreparedOperationCache {
  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, FutureTask<PreparedOperation>> entries =
      new LinkedHashMap<>(16, 0.75f, true);

  private record Key(String document, String operationName) {}

  PreparedOperationCache(int capacity) {
    this.capacity = capacity;
  }

  PreparedOperation get(
      String document, @Nullable String operationName, Supplier<PreparedOperation> prepare) {
    Key key = new Key(document, operationName == null ? "" : operationName);
    FutureTask<PreparedOperation> task = new FutureTask<>(prepare::get);
    FutureTask<PreparedOperation> present = enter(key, task);
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

  private @Nullable FutureTask<PreparedOperation> enter(
      Key key, FutureTask<PreparedOperation> task) {
    lock.lock();
    try {
      FutureTask<PreparedOperation> present = entries.get(key);
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

  private PreparedOperation result(Key key, FutureTask<PreparedOperation> task) {
    try {
      PreparedOperation prepared = task.get();
      if (prepared instanceof PreparedOperation.Rejected) {
        // Refused documents come from anyone and cost little to refuse again.
        forget(key);
      }
      return prepared;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while an operation was prepared", interrupted);
    } catch (ExecutionException failed) {
      forget(key);
      throw new IllegalStateException("preparing an operation failed", failed.getCause());
    }
  }

  private void forget(Key key) {
    lock.lock();
    try {
      entries.remove(key);
    } finally {
      lock.unlock();
    }
  }
}
