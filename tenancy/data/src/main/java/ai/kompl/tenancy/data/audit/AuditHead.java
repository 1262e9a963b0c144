package ai.kompl.tenancy.data.audit;

/**
 * The end of a chain.
 *
 * @param sequence the number of the last record, 0 when there is none
 * @param hash its hash
 */
public record AuditHead(long sequence, AuditDigest hash) {}
