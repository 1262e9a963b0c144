package ai.kompl.tenancy.cache;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * One kind of cached values.
 *
 * @param name dotted lower-case words, such as {@code regops.controls}
 * @param version of the values' written form: values of another version are never read
 * @param keep the longest life of a value, should nothing drop it before
 * @param keepAbsent the longest life of the knowledge that something is not there
 */
public record CacheSpec(String name, int version, Duration keep, Duration keepAbsent) {
  private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9-]*(\\.[a-z][A-Za-z0-9-]*)*");

  public CacheSpec {
    if (!NAME.matcher(name).matches() || name.length() > 64) {
      throw new IllegalArgumentException("a cache's name is dotted words: " + name);
    }
    if (version < 1 || !keep.isPositive() || !keepAbsent.isPositive()) {
      throw new IllegalArgumentException("version and times of " + name + " must be positive");
    }
  }

  /** Values that live for half an hour, absences for a minute. */
  public static CacheSpec of(String name, int version) {
    return new CacheSpec(name, version, Duration.ofMinutes(30), Duration.ofMinutes(1));
  }
}
