package ai.kompl.tenancy.data.audit;

import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;

/** Signs checkpoints and exports with Ed25519. It never shows its private key. */
public final class AuditSigner {
  private static final int SEED = 32;

  private final KeyPair keys;

  private AuditSigner(KeyPair keys) {
    this.keys = keys;
  }

  /**
   * The signer whose private key is this seed (RFC 8032, 5.1.5).
   *
   * @param seed 32 secret bytes; the same seed gives the same key
   */
  public static AuditSigner of(byte[] seed) {
    if (seed.length != SEED) {
      throw new IllegalArgumentException("an Ed25519 key is made of 32 bytes");
    }
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, new Seed(seed));
      return new AuditSigner(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks Ed25519", e);
    }
  }

  /** What others need to check its signatures. */
  public AuditPublicKey publicKey() {
    return new AuditPublicKey(Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()));
  }

  /** The signature of the text in UTF-8, in base 64. */
  public String sign(String text) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(keys.getPrivate());
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks Ed25519", e);
    }
  }

  /** Hands the generator the seed as its random bytes: the JDK has no other way to a public key. */
  private static final class Seed extends SecureRandom {
    @Serial private static final long serialVersionUID = 1L;

    private final byte[] seed;

    Seed(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      if (bytes.length != seed.length) {
        throw new IllegalStateException("the generator asks for " + bytes.length + " bytes");
      }
      System.arraycopy(seed, 0, bytes, 0, seed.length);
    }
  }
}
