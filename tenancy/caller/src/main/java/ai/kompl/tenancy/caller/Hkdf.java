package ai.kompl.tenancy.caller;

import java.nio.charset.StandardCharsets;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/** Keys derived from a secret by HKDF with SHA-256 (RFC 5869). */
public final class Hkdf {
  private Hkdf() {}

  /**
   * Derives 32 bytes.
   *
   * @param secret the input keying material
   * @param salt a salt; may be empty
   * @param purpose what the key is for; other purposes give unrelated keys
   */
  public static byte[] derive(byte[] secret, byte[] salt, String purpose) {
    try {
      HKDFParameterSpec parameters =
          HKDFParameterSpec.ofExtract()
              .addIKM(secret)
              .addSalt(salt)
              .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), 32);
      return KDF.getInstance("HKDF-SHA256").deriveData(parameters);
    } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
      throw new IllegalStateException("this Java lacks HKDF-SHA256", e);
    }
  }

  /** Derives 32 bytes without a salt. */
  public static byte[] derive(byte[] secret, String purpose) {
    return derive(secret, new byte[0], purpose);
  }
}
