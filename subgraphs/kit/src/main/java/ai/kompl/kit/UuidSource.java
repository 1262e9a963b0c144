package ai.kompl.kit;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes ids that grow with time, so that new rows lie together in an index (UUID version 7, RFC
 * 9562, 5.7).
 *
 * @param clock the time
 * @param random a secure one where ids must not be guessed
 */
public record UuidSource(InstantSource clock, RandomGenerator random) {

  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  /** A new id. */
  public UUID next() {
    long high = (clock.millis() << 16) | VERSION_7 | (random.nextLong() & 0x0FFFL);
    long low = VARIANT | (random.nextLong() >>> 2);
    return new UUID(high, low);
  }
}
