package ai.kompl.tenancy.data;

import java.util.Optional;

/**
 * What the audit trail keeps of one act. Who acted, for whom, when and in which request is added
 * from the caller.
 *
 * @param category what sort of entry it is
 * @param action what was done, dotted: {@code regops.control.updated}
 * @param subjectType the GraphQL type of the entity it was done to
 * @param subjectId the global id of that entity
 * @param reason why, where the actor gave a reason
 * @param detailsJson what changed, as a JSON object; no secrets
 */
public record AuditEntry(
    AuditCategory category,
    String action,
    String subjectType,
    String subjectId,
    Optional<String> reason,
    String detailsJson) {

  /** A change of state. */
  public static AuditEntry change(
      String action, String subjectType, String subjectId, String detailsJson) {
    return new AuditEntry(
        AuditCategory.CHANGE, action, subjectType, subjectId, Optional.empty(), detailsJson);
  }

  /** A refused act. */
  public static AuditEntry denial(
      String action, String subjectType, String subjectId, String reason) {
    return new AuditEntry(
        AuditCategory.DENIAL, action, subjectType, subjectId, Optional.of(reason), "{}");
  }

  /** The same entry with the actor's reason. */
  public AuditEntry because(String newReason) {
    return new AuditEntry(
        category, action, subjectType, subjectId, Optional.of(newReason), detailsJson);
  }
}
