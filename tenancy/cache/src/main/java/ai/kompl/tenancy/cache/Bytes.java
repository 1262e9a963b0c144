package ai.kompl.tenancy.cache;

/** Bytes as a part of something else. Whoever hands an array over leaves it alone. */
public final class Bytes {
  private final byte[] array;

  private Bytes(byte[] array) {
    this.array = array;
  }

  /** Those bytes. */
  public static Bytes of(byte[] array) {
    return new Bytes(array);
  }

  /** The bytes themselves. */
  public byte[] array() {
    return array;
  }

  /** How many. */
  public int length() {
    return array.length;
  }
}
