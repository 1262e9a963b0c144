package ai.kompl.dataloaders;

import java.util.Optional;

/**
 * A checked page of an ordered list. A statement that serves it reads {@link #limit()} rows behind
 * {@link #from()} in list order, or, going backward, before it in reverse order.
 *
 * @param scope the list
 * @param size entries wanted, 0 to {@value #MAX_SIZE}
 * @param direction from the start or from the end
 * @param from where to go on, exclusive; empty at either end of the list
 */
public record PageRequest(
    CursorScope scope, int size, Direction direction, Optional<Position> from) {

  /** Entries of a page whose size was not asked for. */
  public static final int DEFAULT_SIZE = 25;

  /** The most entries of a page. */
  public static final int MAX_SIZE = 100;

  /** Which way a list is paged. */
  public enum Direction {
    /** From the start towards the end. */
    FORWARD,
    /** From the end towards the start; rows are read in reverse order. */
    BACKWARD
  }

  public PageRequest {
    if (size < 0 || size > MAX_SIZE) {
      throw new IllegalArgumentException("size out of bounds: " + size);
    }
  }

  /** Rows to read: one more than wanted, which tells whether the list goes on. */
  public int limit() {
    return size + 1;
  }

  /** Whether rows are to be read in reverse order. */
  public boolean backward() {
    return direction == Direction.BACKWARD;
  }
}
