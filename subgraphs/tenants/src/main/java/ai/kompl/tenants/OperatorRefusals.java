package ai.kompl.tenants;

import ai.kompl.kit.TenantReference;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.AuditEntry;
import ai.kompl.tenancy.data.TenantDatabase;

/**
 * Refuses what is for operators or admins only, and puts the refusal into the trail of whoever
 * tried.
 */
final class OperatorRefusals {
  private final TenantDatabase database;

  OperatorRefusals(TenantDatabase database) {
    this.database = database;
  }

  ProblemException refused(Caller caller, String action) {
    return refused(caller, action, "not an operator");
  }

  /** The same for another reason. */
  ProblemException refused(Caller caller, String action, String why) {
    String own = TenantReference.TYPE.globalId(caller, new TenantReference(caller.tenant()));
    database.record(caller, AuditEntry.denial(action, "Tenant", own, why));
    return new ProblemException(Problem.FORBIDDEN);
  }
}
