package ai.kompl.tenancy.vault.content;

import java.util.Locale;
import java.util.Optional;

/**
 * What a client says of a file before it has sent it.
 *
 * @param maxBytes the most that is accepted
 * @param mediaType its type, without parameters and in lower case
 * @param sha256 its hash, in lower-case hexadecimal digits
 */
public record Declared(long maxBytes, String mediaType, Optional<String> sha256) {
  public Declared {
    mediaType = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    sha256 = sha256.map(hash -> hash.toLowerCase(Locale.ROOT));
  }
}
