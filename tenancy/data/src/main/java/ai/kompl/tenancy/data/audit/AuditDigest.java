package ai.kompl.tenancy.data.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A SHA-256 hash.
 *
 * @param bytes its 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // reason: equality is defined below, by content
public record AuditDigest(byte[] bytes) {
  private static final int LENGTH = 32;

  /** What the first record of a chain, and the first checkpoint, follows. */
  public static final AuditDigest ORIGIN = new AuditDigest(new byte[LENGTH]);

  public AuditDigest {
    bytes = bytes.clone();
  }

  /** The hash of the text in UTF-8. */
  public static AuditDigest of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The hash of the bytes. */
  public static AuditDigest of(byte[] content) {
    return new AuditDigest(sha256().digest(content));
  }

  /**
   * From its hexadecimal form.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static AuditDigest parse(String hex) {
    if (hex.length() != 2 * LENGTH) {
      throw new IllegalArgumentException("a hash has 64 hexadecimal digits");
    }
    return new AuditDigest(HexFormat.of().parseHex(hex));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks SHA-256", e);
    }
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AuditDigest digest && Arrays.equals(bytes, digest.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** In lower-case hexadecimal. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
