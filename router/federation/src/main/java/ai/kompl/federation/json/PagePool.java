package ai.kompl.federation.json;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Byte arrays for reuse, in power-of-two sizes from 4 KiB to 1 MiB, last in first out so that a
 * warm array is taken first. Holds at most {@code maxBytes} idle bytes; larger arrays are never
 * kept.
 *
 * <p>Safe for use by any number of threads. A lock per size is held for a few instructions and
 * never while blocking.
 */
public final class PagePool {
  private static final int SMALLEST_SHIFT = 12;
  private static final int LARGEST_SHIFT = 20;

  private final List<Shelf> shelves = new ArrayList<>();

  /**
   * Makes an empty pool.
   *
   * @param maxBytes the most idle bytes to hold, shared evenly by the sizes
   */
  public PagePool(long maxBytes) {
    int sizes = LARGEST_SHIFT - SMALLEST_SHIFT + 1;
    for (int shift = SMALLEST_SHIFT; shift <= LARGEST_SHIFT; shift++) {
      shelves.add(new Shelf((int) ((maxBytes / sizes) >> shift)));
    }
  }

  /** A page of at least {@code size} bytes with undefined content. */
  public Page take(int size) {
    int shift = shiftFor(size);
    if (shift > LARGEST_SHIFT) {
      return Page.of(new byte[size]);
    }
    byte[] idle = shelves.get(shift - SMALLEST_SHIFT).take();
    return new Page(idle.length == 0 ? new byte[1 << shift] : idle, this);
  }

  /** Idle bytes held at the moment. */
  public long idleBytes() {
    long sum = 0;
    for (int i = 0; i < shelves.size(); i++) {
      sum += (long) shelves.get(i).count() << (i + SMALLEST_SHIFT);
    }
    return sum;
  }

  void giveBack(byte[] bytes) {
    shelves.get(shiftFor(bytes.length) - SMALLEST_SHIFT).put(bytes);
  }

  private static int shiftFor(int size) {
    int shift = 32 - Integer.numberOfLeadingZeros(Math.max(size, 1) - 1);
    return Math.max(shift, SMALLEST_SHIFT);
  }

  /** The idle arrays of one size. */
  private static final class Shelf {
    private static final byte[] NONE = {};

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<byte[]> idle = new ArrayDeque<>();
    private final int max;

    Shelf(int max) {
      this.max = max;
    }

    byte[] take() {
      lock.lock();
      try {
        return idle.isEmpty() ? NONE : idle.pop();
      } finally {
        lock.unlock();
      }
    }

    void put(byte[] bytes) {
      lock.lock();
      try {
        if (idle.size() < max) {
          idle.push(bytes);
        }
      } finally {
        lock.unlock();
      }
    }

    int count() {
      lock.lock();
      try {
        return idle.size();
      } finally {
        lock.unlock();
      }
    }
  }
}
