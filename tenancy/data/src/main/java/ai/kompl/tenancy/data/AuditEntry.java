package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.data.audit.AuditAct;
import ai.kompl.tenancy.data.audit.AuditActor;
import ai.kompl.tenancy.data.audit.AuditDigest;
import ai.kompl.tenancy.data.audit.AuditPlace;
import ai.kompl.tenancy.data.audit.AuditRecord;
import ai.kompl.tenancy.data.audit.AuditText;
import ai.kompl.tenancy.data.audit.KeptRecord;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * What the audit trail keeps of one act. Who acted, for whom, when and in which request is added
 * from the caller.
 *
 * @param category what sort of entry it is
 * @param action what was done, dotted: {@code regops.control.updated}
 * @param subjectType the GraphQL type of the entity it was done to
 * @param subjectId the global id of that entity
 * @param reason why, where the actor gave a reason; can be erased
 * @param detailsJson what changed, as a JSON object; no secrets; can be erased
 */
public record AuditEntry(
    AuditCategory category,
    String action,
    String subjectType,
    String subjectId,
    Optional<String> reason,
    String detailsJson) {
  private static final String NOTHING = "{}";

  public AuditEntry {
    action = storable(action);
    subjectType = storable(subjectType);
    subjectId = storable(subjectId);
    reason = reason.map(AuditEntry::storable);
    detailsJson = storable(detailsJson);
  }

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

  /** The link of the chain that tells of it. */
  KeptRecord link(AuditPlace place, Caller caller, AuditDigest previous) {
    Optional<AuditText> text =
        reason.isEmpty() && detailsJson.equals(NOTHING)
            ? Optional.empty()
            : Optional.of(new AuditText(UUID.randomUUID(), reason, detailsJson));
    var record =
        new AuditRecord(
            place,
            actor(caller),
            new AuditAct(category.name(), action, subjectType, subjectId),
            text.map(AuditText::digest),
            previous);
    return new KeptRecord(2, record, text, record.hash());
  }

  static AuditActor actor(Caller caller) {
    return new AuditActor(
        storable(caller.actor()),
        caller.kind().name(),
        Optional.ofNullable(caller.attributes().get("on-behalf-of")).map(AuditEntry::storable),
        storable(caller.requestId()),
        storable(caller.sessionId()));
  }

  /**
   * The text as the database can give it back, or its hash would never be found right again: half
   * characters become question marks, the character zero a sign for it. An act is recorded however
   * odd the words that came with it.
   */
  static String storable(String text) {
    byte[] whole = text.getBytes(StandardCharsets.UTF_8);
    return new String(whole, StandardCharsets.UTF_8).replace('\0', '\u2400');
  }
}
