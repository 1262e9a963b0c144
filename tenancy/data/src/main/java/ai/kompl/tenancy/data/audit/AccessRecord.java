package ai.kompl.tenancy.data.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * One request or one reading of personal data. Records of this sort stand in segments; the audit
 * chain holds one record for each segment, whose subject is the Merkle root over these hashes.
 *
 * <p>The hash is SHA-256 over the canonical JSON (RFC 8785) of {@code action, actor, actorKind, at,
 * category, form, number, onBehalfOf, outcome, requestId, sessionId, subjectId, subjectType,
 * tenant}, absent ones left out; {@code form} is {@value #FORM}.
 *
 * @param tenant whose
 * @param number its place in the segment, from 1
 * @param at when
 * @param actor who
 * @param act what was asked for or shown
 * @param outcome how it ended
 */
public record AccessRecord(
    String tenant, int number, Instant at, AuditActor actor, AuditAct act, String outcome) {
  /** Counted up whenever the canonical form changes. */
  static final String FORM = "kompl-access-1";

  /** What a record of the chain that closes a segment says was done. */
  public static final String CLOSED = "audit.segment.closed";

  /** The type of its subject, whose id is the Merkle root over the segment. */
  public static final String SEGMENT = "AuditSegment";

  /** The hash of the canonical form. */
  public AuditDigest hash() {
    return AuditDigest.of(json().toString());
  }

  /** All that the hash covers. */
  CanonicalJson json() {
    return CanonicalJson.object()
        .with("form", FORM)
        .with("tenant", tenant)
        .with("number", number)
        .with("at", at)
        .with("actor", actor.name())
        .with("actorKind", actor.kind())
        .with("onBehalfOf", actor.onBehalfOf())
        .with("requestId", actor.requestId())
        .with("sessionId", actor.sessionId())
        .with("category", act.category())
        .with("action", act.action())
        .with("subjectType", act.subjectType())
        .with("subjectId", act.subjectId())
        .with("outcome", outcome);
  }

  /** The Merkle root over the segment that a record of the chain closes; empty for others. */
  public static Optional<AuditDigest> segmentClosedBy(KeptRecord kept) {
    AuditAct act = kept.link().act();
    return act.action().equals(CLOSED) && act.subjectType().equals(SEGMENT)
        ? Optional.of(AuditDigest.parse(act.subjectId()))
        : Optional.empty();
  }

  /** The Merkle root (RFC 6962, 2.1) over a segment. */
  public static AuditDigest root(Iterable<AccessRecord> segment) {
    var tree = new MerkleTree();
    segment.forEach(record -> tree.add(record.hash()));
    return tree.root();
  }
}
