package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.GlobalId;
import ai.kompl.tenancy.caller.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Forbids that something becomes gone for good, whether it is deleted already or not.
 *
 * @param id its key
 * @param on what it holds
 * @param reference names the matter
 * @param reason why
 * @param placed since when, and by whom
 * @param released when and by whom it was released; empty as long as it stands
 * @param releaseReason why it was released
 */
public record LegalHold(
    UUID id,
    Target on,
    String reference,
    String reason,
    DeletionRecord.Act placed,
    Optional<DeletionRecord.Act> released,
    Optional<String> releaseReason) {
  /** The type code of its global ids. */
  public static final String CODE = "legal-hold";

  /** How far a hold reaches. */
  public enum Scope {
    /** One thing. */
    RECORD,
    /** One thing and whatever was deleted that belongs to it. */
    SUBJECT,
    /** Everything of the tenant, and the tenant itself. */
    TENANT
  }

  /**
   * What is held.
   *
   * @param subjectId the global id of the thing; empty for the whole tenant
   */
  public record Target(Scope scope, Optional<String> subjectId) {
    /**
     * What is to be held.
     *
     * @throws IllegalArgumentException when the scope and the id do not go together
     */
    public Target {
      if ((scope == Scope.TENANT) == subjectId.isPresent()) {
        throw new IllegalArgumentException("an id is given unless the whole tenant is held");
      }
    }
  }

  /** Since when it has stood. */
  public Instant placedAt() {
    return placed.at();
  }

  /** Its id as clients see it. */
  public String globalId(TenantId tenant) {
    return GlobalId.of(CODE, tenant, id).toString();
  }
}
