package ai.kompl.tenancy.data.audit;

/**
 * A checkpoint and the signature found beside it.
 *
 * @param checkpoint what was signed
 * @param key the id of the key
 * @param signature in base 64
 */
public record SignedCheckpoint(AuditCheckpoint checkpoint, String key, String signature) {
  /** Whether that key has signed just this. */
  boolean signedWith(AuditPublicKey publicKey) {
    return publicKey.id().equals(key) && publicKey.signed(checkpoint.json().toString(), signature);
  }
}
