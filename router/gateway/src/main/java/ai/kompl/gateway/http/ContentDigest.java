package ai.kompl.gateway.http;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The header {@code Content-Digest} (RFC 9530), of which SHA-256 is looked at. */
final class ContentDigest {
  static final String HEADER = "Content-Digest";

  private static final int BYTES = 32;
  private static final Pattern SHA_256 = Pattern.compile("(?:^|,)\\s*sha-256\\s*=\\s*([^,]*)");
  private static final Pattern VALUE = Pattern.compile(":([A-Za-z0-9+/]+={0,2}):\\s*");

  private ContentDigest() {}

  /**
   * The hash in lower-case hexadecimal digits; empty when the header names other algorithms only.
   *
   * @throws ProblemException VALIDATION_FAILED when it names SHA-256 with something that is no hash
   */
  static Optional<String> sha256(String header) {
    Matcher named = SHA_256.matcher(header);
    if (!named.find()) {
      return Optional.empty();
    }
    Matcher value = VALUE.matcher(named.group(1));
    byte[] hash = value.matches() ? decoded(value.group(1)) : new byte[0];
    if (hash.length != BYTES) {
      throw malformed();
    }
    return Optional.of(HexFormat.of().formatHex(hash));
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static ProblemException malformed() {
    return new ProblemException(
        Problem.VALIDATION_FAILED,
        "Content-Digest names no SHA-256 hash: write sha-256=:BASE64: with 32 bytes.");
  }
}
