package ai.kompl.tenancy.caller.token;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * An RSA key pair that signs access tokens.
 *
 * @param keyId the thumbprint of the public key (RFC 7638)
 * @param privateKey signs
 * @param publicKey is published
 */
public record SigningKey(String keyId, RSAPrivateCrtKey privateKey, RSAPublicKey publicKey) {
  private static final int BITS = 2048;

  /** Makes a new key pair of 2048 bits. */
  public static SigningKey generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      KeyPair pair = generator.generateKeyPair();
      return of((RSAPrivateCrtKey) pair.getPrivate(), (RSAPublicKey) pair.getPublic());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks RSA", e);
    }
  }

  /**
   * Reads a key pair from the encoding that {@link #encoded} gives.
   *
   * @throws IllegalArgumentException when the bytes are no RSA key in PKCS #8
   */
  public static SigningKey decode(byte[] pkcs8) {
    try {
      KeyFactory factory = KeyFactory.getInstance("RSA");
      if (!(factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8))
          instanceof RSAPrivateCrtKey key)) {
        throw new IllegalArgumentException("the signing key lacks its public exponent");
      }
      var spec = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
      return of(key, (RSAPublicKey) factory.generatePublic(spec));
    } catch (InvalidKeySpecException e) {
      throw new IllegalArgumentException("the signing key is not an RSA key in PKCS #8", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks RSA", e);
    }
  }

  /** The pair in PKCS #8, to be kept as a secret. */
  public byte[] encoded() {
    return privateKey.getEncoded();
  }

  /** What verifies this key's signatures. */
  public VerificationKey verification() {
    return new VerificationKey(keyId, publicKey);
  }

  private static SigningKey of(RSAPrivateCrtKey privateKey, RSAPublicKey publicKey) {
    return new SigningKey(thumbprint(publicKey), privateKey, publicKey);
  }

  private static String thumbprint(RSAPublicKey key) {
    String canonical =
        "{\"e\":\"%s\",\"kty\":\"RSA\",\"n\":\"%s\"}"
            .formatted(base64(key.getPublicExponent()), base64(key.getModulus()));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks SHA-256", e);
    }
  }

  /** An unsigned big-endian number without leading zeros (RFC 7518, 6.3.1). */
  static String base64(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int from = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
    byte[] unsigned = Arrays.copyOfRange(bytes, from, bytes.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(unsigned);
  }

  /** Never shows the private half. */
  @Override
  public String toString() {
    return "SigningKey[" + keyId + "]";
  }
}
