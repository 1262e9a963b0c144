package ai.kompl.tenancy.vault;

import ai.kompl.tenancy.caller.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * Encrypts single values under the tenant's key. A ciphertext opens only for the same tenant and
 * purpose: both are part of the key and of what the tag covers.
 */
public final class FieldCipher {
  private static final byte FORM = 1;

  private final MasterKey masterKey;
  private final SecureRandom random;

  /** With that master key; nonces come from the random source. */
  public FieldCipher(MasterKey masterKey, SecureRandom random) {
    this.masterKey = masterKey;
    this.random = random;
  }

  /**
   * Encrypts.
   *
   * @param purpose what the value is, such as {@code identity.totp-secret}
   */
  public byte[] encrypt(TenantId tenant, String purpose, byte[] plain) {
    byte[] nonce = new byte[AesGcm.NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed = key(tenant, purpose).seal(nonce, context(tenant, purpose), plain);
    return ByteBuffer.allocate(1 + nonce.length + sealed.length)
        .put(FORM)
        .put(nonce)
        .put(sealed)
        .array();
  }

  /**
   * Decrypts what {@link #encrypt} gave.
   *
   * @throws UnreadableException when it was changed or belongs elsewhere
   */
  public byte[] decrypt(TenantId tenant, String purpose, byte[] ciphertext) {
    if (ciphertext.length < 1 + AesGcm.NONCE_BYTES + AesGcm.TAG_BYTES || ciphertext[0] != FORM) {
      throw new UnreadableException("the ciphertext is malformed");
    }
    var buffer = ByteBuffer.wrap(ciphertext, 1, ciphertext.length - 1);
    byte[] nonce = new byte[AesGcm.NONCE_BYTES];
    buffer.get(nonce);
    byte[] sealed = new byte[buffer.remaining()];
    buffer.get(sealed);
    return key(tenant, purpose).open(nonce, context(tenant, purpose), sealed);
  }

  private AesGcm key(TenantId tenant, String purpose) {
    return new AesGcm(masterKey.derive(tenant, "field " + purpose, new byte[0]));
  }

  private static byte[] context(TenantId tenant, String purpose) {
    return (tenant + " " + purpose).getBytes(StandardCharsets.UTF_8);
  }
}
