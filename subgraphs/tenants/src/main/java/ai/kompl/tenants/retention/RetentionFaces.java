package ai.kompl.tenants.retention;

import ai.kompl.kit.UserError;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.DeletionRecord.Act;
import ai.kompl.tenancy.data.LegalHold;
import ai.kompl.tenancy.data.RetentionRule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rules and holds as clients see them, see the schema. */
final class RetentionFaces {
  private RetentionFaces() {}

  /** What becomes of a thing whose time is over. */
  enum RetentionAction {
    DISPOSE
  }

  record Rule(
      String type,
      int version,
      Optional<Integer> keepDays,
      RetentionAction action,
      String basis,
      Optional<String> shortensBecause,
      Instant setAt,
      String setBy) {
    static Rule of(RetentionRule rule) {
      return new Rule(
          rule.subjectType(),
          rule.version(),
          rule.keepDays(),
          RetentionAction.DISPOSE,
          rule.basis(),
          rule.shortensBecause(),
          rule.setAt(),
          rule.setBy());
    }
  }

  record Hold(
      String id,
      LegalHold.Scope scope,
      Optional<String> subject,
      String reference,
      String reason,
      Instant placedAt,
      String placedBy,
      Optional<Instant> releasedAt,
      Optional<String> releasedBy,
      Optional<String> releaseReason) {
    static Hold of(TenantId tenant, LegalHold hold) {
      return new Hold(
          hold.globalId(tenant),
          hold.on().scope(),
          hold.on().subjectId(),
          hold.reference(),
          hold.reason(),
          hold.placed().at(),
          hold.placed().by(),
          hold.released().map(Act::at),
          hold.released().map(Act::by),
          hold.releaseReason());
    }
  }

  /** What setting a rule answers with. */
  record RulePayload(Optional<Rule> retentionRule, List<UserError> userErrors) {}

  /** What both mutations of a hold answer with. */
  record HoldPayload(Optional<Hold> legalHold, List<UserError> userErrors) {}
}
