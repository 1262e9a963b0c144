package ai.kompl.tenancy.cache;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/**
 * Sixteen random bytes that never come twice: who may store a value, and afterwards which value it
 * is.
 *
 * @param high first half
 * @param low second half
 */
public record Token(long high, long low) {
  static final int BYTES = 16;

  static Token of(RandomGenerator random) {
    return new Token(random.nextLong(), random.nextLong());
  }

  static Token read(byte[] bytes, int from) {
    var buffer = ByteBuffer.wrap(bytes, from, BYTES);
    return new Token(buffer.getLong(), buffer.getLong());
  }

  byte[] bytes() {
    return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
  }
}
