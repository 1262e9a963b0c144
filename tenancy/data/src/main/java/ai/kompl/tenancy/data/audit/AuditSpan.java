package ai.kompl.tenancy.data.audit;

/**
 * A stretch of a chain.
 *
 * @param from the number of its first record
 * @param to the number of its last record
 * @param root the Merkle root (RFC 6962) over the hashes of its records
 * @param hash the hash of its last record
 */
public record AuditSpan(long from, long to, AuditDigest root, AuditDigest hash) {}
