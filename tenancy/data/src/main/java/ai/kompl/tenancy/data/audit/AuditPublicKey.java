package ai.kompl.tenancy.data.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * The public half of the Ed25519 key (RFC 8032) under which checkpoints and exports are signed.
 *
 * @param base64 its X.509 form in base 64
 */
public record AuditPublicKey(String base64) {
  /** By what it is told from others: the SHA-256 of its X.509 form, in hexadecimal. */
  public String id() {
    return AuditDigest.of(Base64.getDecoder().decode(base64)).toString();
  }

  /** Whether the signature is this key's for the text; a malformed one is not. */
  public boolean signed(String text, String signature) {
    try {
      Signature check = Signature.getInstance("Ed25519");
      check.initVerify(key());
      check.update(text.getBytes(StandardCharsets.UTF_8));
      return check.verify(Base64.getDecoder().decode(signature));
    } catch (SignatureException | IllegalArgumentException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks Ed25519", e);
    }
  }

  private PublicKey key() throws GeneralSecurityException {
    try {
      return KeyFactory.getInstance("Ed25519")
          .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
    } catch (InvalidKeySpecException e) {
      throw new IllegalArgumentException("not an Ed25519 key", e);
    }
  }
}
