package ai.kompl.tenants;

import ai.kompl.kit.Resolution;
import ai.kompl.kit.TenantReference;
import ai.kompl.kit.UserError;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.AuditCategory;
import ai.kompl.tenancy.data.AuditEntry;
import ai.kompl.tenancy.data.AuditTrails;
import ai.kompl.tenancy.data.TenantDatabase;
import ai.kompl.tenancy.data.audit.AuditFault;
import ai.kompl.tenancy.data.audit.AuditVerdict;
import java.util.List;
import java.util.Optional;

/** The mutation that verifies the audit trail of the caller's own organization. */
final class AuditTrailVerification {
  private static final String ADMIN = "admin";

  /**
   * The payload of {@code verifyAuditTrail}.
   *
   * @param verification what was found
   * @param userErrors always empty: there is no input
   */
  record Payload(Optional<Verification> verification, List<UserError> userErrors) {}

  /** What was found, see the schema. */
  record Verification(
      boolean whole,
      int records,
      int accesses,
      int checkpoints,
      int sealedTo,
      Optional<Fault> firstFault) {}

  /** Where the trail is broken, see the schema. */
  record Fault(int sequence, AuditFault.Kind kind) {}

  private final TenantDatabase database;
  private final AuditTrails trails;

  AuditTrailVerification(TenantDatabase database, AuditTrails trails) {
    this.database = database;
    this.trails = trails;
  }

  /** Verifies, and puts into the trail that it was verified, by whom and how it went. */
  Payload verify(Resolution request) {
    Caller caller = request.caller();
    if (!caller.hasRole(ADMIN)) {
      database.record(caller, refusal(caller));
      throw new ProblemException(Problem.FORBIDDEN);
    }
    AuditVerdict verdict = trails.verify(caller);
    database.record(caller, verified(caller, verdict));
    return new Payload(Optional.of(shown(verdict)), List.of());
  }

  private static AuditEntry refusal(Caller caller) {
    return AuditEntry.denial(
        "tenants.audit-trail.verify-refused", "Tenant", own(caller), "not an admin");
  }

  private static AuditEntry verified(Caller caller, AuditVerdict verdict) {
    String details = "{\"records\":%d,\"whole\":%s}".formatted(verdict.records(), verdict.whole());
    return new AuditEntry(
        AuditCategory.COMPLIANCE,
        "tenants.audit-trail.verified",
        "Tenant",
        own(caller),
        Optional.empty(),
        details);
  }

  private static String own(Caller caller) {
    return TenantReference.TYPE.globalId(caller, new TenantReference(caller.tenant()));
  }

  private static Verification shown(AuditVerdict verdict) {
    return new Verification(
        verdict.whole(),
        Math.toIntExact(verdict.records()),
        Math.toIntExact(verdict.accesses()),
        Math.toIntExact(verdict.checkpoints()),
        Math.toIntExact(verdict.sealedTo()),
        verdict.fault().map(fault -> new Fault(Math.toIntExact(fault.sequence()), fault.kind())));
  }
}
