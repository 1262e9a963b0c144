package ai.kompl.gateway.security;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Gives every request an id: the client's own when it has a harmless form, so that a request can be
 * followed through several systems, or else a new random one.
 */
public final class RequestIds {
  /** The header that brings and returns the id. */
  public static final String HEADER = "X-Request-Id";

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{7,63}");

  private final RandomGenerator random;

  /** New ids are drawn from the given source, which must be safe for use by several threads. */
  public RequestIds(RandomGenerator random) {
    this.random = random;
  }

  /** The id of a request that came with this header. */
  public String idFor(Optional<String> header) {
    return header.filter(it -> FORM.matcher(it).matches()).orElseGet(this::next);
  }

  /** A new id. */
  public String next() {
    byte[] bytes = new byte[12];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
