package ai.kompl.tenancy.data.audit;

/**
 * What the verification of an exported trail has found.
 *
 * @param tenant whose trail it says it is
 * @param key the id of the public key in the file; empty when its header cannot be read
 * @param lines how many lines were read, up to the end or the first fault
 * @param verdict what was found on the way
 */
public record AuditFileVerdict(String tenant, String key, long lines, AuditVerdict verdict) {}
