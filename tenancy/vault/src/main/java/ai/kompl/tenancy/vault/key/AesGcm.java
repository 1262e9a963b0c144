package ai.kompl.tenancy.vault.key;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256 in Galois counter mode with a tag of 128 bits. Never shows its key. */
public final class AesGcm {
  /** The length of a nonce; no two texts may have the same under one key. */
  public static final int NONCE_BYTES = 12;

  /** By how much a sealed text is longer. */
  public static final int TAG_BYTES = 16;

  private final SecretKeySpec key;

  /** With a key of 32 bytes. */
  public AesGcm(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  /** Encrypts; the context is not in the result, and must be given again to open it. */
  public byte[] seal(byte[] nonce, byte[] context, byte[] plain) {
    try {
      return run(Cipher.ENCRYPT_MODE, nonce, context, plain);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks AES/GCM", e);
    }
  }

  /**
   * Decrypts.
   *
   * @throws UnreadableException when key, nonce, context or text are not those it was sealed with
   */
  public byte[] open(byte[] nonce, byte[] context, byte[] sealed) {
    try {
      return run(Cipher.DECRYPT_MODE, nonce, context, sealed);
    } catch (AEADBadTagException e) {
      throw new UnreadableException("the ciphertext is not authentic", e);
    } catch (GeneralSecurityException e) {
      throw new UnreadableException("the ciphertext is malformed", e);
    }
  }

  private byte[] run(int mode, byte[] nonce, byte[] context, byte[] text)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
    cipher.updateAAD(context);
    return cipher.doFinal(text);
  }
}
