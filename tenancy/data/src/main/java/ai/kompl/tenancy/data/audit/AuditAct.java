package ai.kompl.tenancy.data.audit;

/**
 * What was done, and to what.
 *
 * @param category the sort of act
 * @param action dotted: {@code regops.control.updated}
 * @param subjectType the GraphQL type of the entity
 * @param subjectId the global id of the entity
 */
public record AuditAct(String category, String action, String subjectType, String subjectId) {}
