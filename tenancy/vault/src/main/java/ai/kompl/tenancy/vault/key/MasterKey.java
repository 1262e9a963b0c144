package ai.kompl.tenancy.vault.key;

import ai.kompl.tenancy.caller.Hkdf;
import ai.kompl.tenancy.caller.TenantId;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** The key that wraps all others: 32 bytes. Whoever loses it loses what it protects. */
public final class MasterKey {
  private static final int LENGTH = 32;

  private final byte[] key;

  private MasterKey(byte[] key) {
    if (key.length != LENGTH) {
      throw new IllegalStateException(
          "The master key has " + key.length + " bytes, it must have " + LENGTH + ".");
    }
    this.key = key.clone();
  }

  /**
   * From its text in base 64.
   *
   * @throws IllegalStateException when it is malformed
   */
  public static MasterKey parse(String base64) {
    try {
      return new MasterKey(Base64.getDecoder().decode(base64.strip()));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("The master key is not written in base 64.", e);
    }
  }

  /** A new one. */
  public static MasterKey make(SecureRandom random) {
    byte[] fresh = new byte[LENGTH];
    random.nextBytes(fresh);
    return new MasterKey(fresh);
  }

  /** Its name, derived one way: the same key has the same name everywhere. */
  public String id() {
    byte[] check = Hkdf.derive(key, "kompl master key id 1");
    return "local:" + HexFormat.of().formatHex(check, 0, 8);
  }

  /** The cipher that wraps keys. */
  AesGcm wrapping() {
    return new AesGcm(Hkdf.derive(key, "kompl master key wrapping 1"));
  }

  /**
   * A key for one purpose within one tenant, as keys were made before they were random and kept
   * wrapped. For reading what was written then.
   */
  public byte[] derive(TenantId tenant, String purpose, byte[] salt) {
    return Hkdf.derive(key, salt, "kompl vault 1 " + tenant + " " + purpose);
  }

  /** The same for what belongs to the platform itself. */
  byte[] platformKey(String purpose) {
    return Hkdf.derive(key, "kompl platform 1 " + purpose);
  }

  /** The text of its file. */
  String text() {
    return Base64.getEncoder().encodeToString(key);
  }

  /** Never shows the key. */
  @Override
  public String toString() {
    return "MasterKey";
  }
}
