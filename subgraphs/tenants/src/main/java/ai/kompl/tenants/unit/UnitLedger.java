package ai.kompl.tenants.unit;

import ai.kompl.tenancy.data.AuditEntry;
import ai.kompl.tenancy.data.TenantTransaction;
import ai.kompl.tenancy.events.EventDraft;
import java.util.Optional;

/** Tells the audit trail and the event stream what happened to a unit, in its transaction. */
final class UnitLedger {

  /** Tells that it was {@code what}, such as {@code moved}. */
  void tell(TenantTransaction tx, Unit unit, String what, Optional<String> reason) {
    String id = Unit.TYPE.globalId(tx.caller(), unit);
    String type = "tenants.unit." + what;
    var entry = AuditEntry.change(type, Unit.TYPE.name(), id, "{}");
    tx.audit(reason.map(entry::because).orElse(entry));
    tx.publish(EventDraft.of(type, Unit.TYPE.name(), id));
  }
}
