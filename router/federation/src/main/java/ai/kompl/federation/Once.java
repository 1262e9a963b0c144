package ai.kompl.federation;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is made when it is first asked for, by one thread while others wait. */
final class Once<T> implements Supplier<T> {
  private final Supplier<T> maker;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable T made;

  Once(Supplier<T> maker) {
    this.maker = maker;
  }

  @Override
  public T get() {
    T present = made;
    if (present != null) {
      return present;
    }
    lock.lock();
    try {
      T again = made;
      T value = again == null ? maker.get() : again;
      made = value;
      return value;
    } finally {
      lock.unlock();
    }
  }
}
