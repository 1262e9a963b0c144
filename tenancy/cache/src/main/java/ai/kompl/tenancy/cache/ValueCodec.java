package ai.kompl.tenancy.cache;

/**
 * How values of a cache are written and read back.
 *
 * @param <V> the value, immutable
 */
public interface ValueCodec<V> {
  /** Writes all of the value. */
  void write(V value, ValueWriter to);

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  V read(ValueReader from);
}
