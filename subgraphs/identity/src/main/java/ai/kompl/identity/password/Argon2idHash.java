package ai.kompl.identity.password;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * An Argon2id hash (RFC 9106) with what it was made by, written in the PHC string format: {@code
 * $argon2id$v=19$m=47104,t=1,p=1$salt$hash}.
 */
final class Argon2idHash {

  static final int SALT_BYTES = 16;

  /** 46 MiB, one pass, one lane: OWASP's first choice and ASVS appendix C. */
  static final Argon2idHash RECOMMENDED =
      new Argon2idHash(46 * 1024, 1, 1, new byte[0], new byte[0]);

  private static final int HASH_BYTES = 32;
  private static final int MAX_MEMORY_KIB = 1 << 20;
  private static final Pattern FORM =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})"
              + "\\$([A-Za-z0-9+/]{22,86})\\$([A-Za-z0-9+/]{43,86})");

  private final int memoryKib;
  private final int passes;
  private final int lanes;
  private final byte[] salt;
  private final byte[] hash;

  private Argon2idHash(int memoryKib, int passes, int lanes, byte[] salt, byte[] hash) {
    this.memoryKib = memoryKib;
    this.passes = passes;
    this.lanes = lanes;
    this.salt = salt;
    this.hash = hash;
  }

  /**
   * Reads a stored hash.
   *
   * @throws IllegalArgumentException when it is not of this form
   */
  static Argon2idHash parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) > MAX_MEMORY_KIB) {
      throw new IllegalArgumentException("a stored password hash is malformed");
    }
    return new Argon2idHash(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)),
        Base64.getDecoder().decode(matcher.group(4)),
        Base64.getDecoder().decode(matcher.group(5)));
  }

  /** The hash of a password at this strength; takes its time. */
  Argon2idHash of(byte[] password, byte[] newSalt) {
    return new Argon2idHash(
        memoryKib, passes, lanes, newSalt, digest(password, newSalt, HASH_BYTES));
  }

  /** Whether the password gives this hash; takes its time either way. */
  boolean matches(byte[] password) {
    return MessageDigest.isEqual(hash, digest(password, salt, hash.length));
  }

  boolean isAsStrongAs(Argon2idHash other) {
    return memoryKib >= other.memoryKib && passes >= other.passes && lanes >= other.lanes;
  }

  private byte[] digest(byte[] password, byte[] withSalt, int length) {
    var generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(withSalt)
            .build());
    byte[] digest = new byte[length];
    generator.generateBytes(password, digest);
    return digest;
  }

  /** In PHC form. */
  String text() {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            memoryKib, passes, lanes, base64.encodeToString(salt), base64.encodeToString(hash));
  }
}
