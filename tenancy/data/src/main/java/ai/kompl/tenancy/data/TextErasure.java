package ai.kompl.tenancy.data;

import ai.kompl.tenancy.data.audit.ErasedTexts;
import java.util.List;
import java.util.Optional;

/**
 * Whose texts are erased from an audit trail.
 *
 * @param subjectType the GraphQL type of the person's entity
 * @param subjectId its global id
 * @param actor the person as actor, such as {@code user:<uuid>}; absent when it never acted
 * @param reason why, such as the number of the request; it must not name the person
 */
public record TextErasure(
    String subjectType, String subjectId, Optional<String> actor, String reason) {
  /** The entry that tells of it. */
  AuditEntry record(List<Long> erased) {
    return new AuditEntry(
        AuditCategory.COMPLIANCE,
        ErasedTexts.ACTION,
        subjectType,
        subjectId,
        Optional.of(reason),
        ErasedTexts.details(erased.stream().sorted().toList()));
  }
}
