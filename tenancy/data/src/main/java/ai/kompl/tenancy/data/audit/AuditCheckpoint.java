package ai.kompl.tenancy.data.audit;

import java.time.Instant;

/**
 * What is signed at intervals about a tenant's trail, so that even who can rewrite the whole chain
 * cannot do so unseen. Checkpoints are a chain themselves.
 *
 * @param tenant whose trail
 * @param number its number among the tenant's checkpoints, from 1
 * @param at when it was made
 * @param span the records that it covers: all since the checkpoint before
 * @param previous the digest of the checkpoint before, {@link AuditDigest#ORIGIN} for the first
 */
public record AuditCheckpoint(
    String tenant, long number, Instant at, AuditSpan span, AuditDigest previous) {
  private static final String FORM = "kompl-audit-checkpoint-1";

  /** What the next checkpoint calls previous. */
  public AuditDigest digest() {
    return AuditDigest.of(json().toString());
  }

  /** The checkpoint with its signature. */
  public SignedCheckpoint signedBy(AuditSigner signer) {
    return new SignedCheckpoint(this, signer.publicKey().id(), signer.sign(json().toString()));
  }

  /** All that is signed. */
  CanonicalJson json() {
    return CanonicalJson.object()
        .with("form", FORM)
        .with("tenant", tenant)
        .with("number", number)
        .with("at", at)
        .with("from", span.from())
        .with("to", span.to())
        .with("root", span.root())
        .with("hash", span.hash())
        .with("previous", previous);
  }
}
