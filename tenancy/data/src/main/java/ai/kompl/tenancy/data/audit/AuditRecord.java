package ai.kompl.tenancy.data.audit;

import java.util.Optional;

/**
 * One link of a tenant's audit chain. Its hash covers the one before, so that no link can be
 * changed, removed or put elsewhere without every later hash being wrong.
 *
 * <p>The hash is SHA-256 over the canonical JSON (RFC 8785) of these members, absent ones left out:
 * {@code action, actor, actorKind, at, category, form, id, onBehalfOf, previous, requestId,
 * sequence, sessionId, subjectId, subjectType, tenant, text}. {@code form} is {@value #FORM};
 * {@code text} and {@code previous} are hashes in hexadecimal, {@code at} an instant of ISO 8601.
 *
 * @param place its tenant, number, id and time
 * @param actor who acted
 * @param act what was done
 * @param text the digest of its {@link AuditText}, when it has one
 * @param previous the hash of the link before, {@link AuditDigest#ORIGIN} for the first
 */
public record AuditRecord(
    AuditPlace place,
    AuditActor actor,
    AuditAct act,
    Optional<AuditDigest> text,
    AuditDigest previous) {
  /** Counted up whenever the canonical form changes. */
  static final String FORM = "kompl-audit-2";

  /** The hash of the canonical form. */
  public AuditDigest hash() {
    return AuditDigest.of(json().toString());
  }

  /** All that the hash covers. */
  CanonicalJson json() {
    return CanonicalJson.object()
        .with("form", FORM)
        .with("tenant", place.tenant())
        .with("sequence", place.sequence())
        .with("id", place.id())
        .with("at", place.at())
        .with("actor", actor.name())
        .with("actorKind", actor.kind())
        .with("onBehalfOf", actor.onBehalfOf())
        .with("requestId", actor.requestId())
        .with("sessionId", actor.sessionId())
        .with("category", act.category())
        .with("action", act.action())
        .with("subjectType", act.subjectType())
        .with("subjectId", act.subjectId())
        .with("text", text)
        .with("previous", previous);
  }
}
