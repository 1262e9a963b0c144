package ai.kompl.federation.json;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that one owner holds until it releases them. A page from a {@link PagePool} goes back to
 * its pool on {@link #release()}; any other page is left to the garbage collector.
 *
 * <p>Not thread safe: whoever is handed a page owns it alone.
 */
public final class Page {
  private final byte[] bytes;
  private @Nullable PagePool pool;

  Page(byte[] bytes, @Nullable PagePool pool) {
    this.bytes = bytes;
    this.pool = pool;
  }

  /** A page around bytes that belong to no pool. The array is not copied. */
  public static Page of(byte[] bytes) {
    return new Page(bytes, null);
  }

  /** The whole array; how much of it is filled is known to the owner. */
  public byte[] bytes() {
    return bytes;
  }

  /** Gives the bytes back. They must not be touched afterwards; a second call does nothing. */
  public void release() {
    PagePool owner = pool;
    pool = null;
    if (owner != null) {
      owner.giveBack(bytes);
    }
  }
}
