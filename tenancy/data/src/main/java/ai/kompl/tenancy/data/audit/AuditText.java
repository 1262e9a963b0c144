package ai.kompl.tenancy.data.audit;

import java.util.Optional;
import java.util.UUID;

/**
 * What people wrote into an audit record, and what may name them. The chain holds only its salted
 * digest, so that it can be erased without breaking the chain, and nobody can guess it afterwards.
 *
 * @param salt random; erased together with the text
 * @param reason why the actor did it
 * @param details what changed, a JSON object as its text
 */
public record AuditText(UUID salt, Optional<String> reason, String details) {
  /** The digest that the record of it keeps: SHA-256 of the canonical JSON of the three. */
  public AuditDigest digest() {
    return AuditDigest.of(
        CanonicalJson.object()
            .with("details", details)
            .with("reason", reason)
            .with("salt", salt)
            .toString());
  }
}
