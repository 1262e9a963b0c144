package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.data.audit.AuditActor;
import ai.kompl.tenancy.data.audit.AuditDigest;
import ai.kompl.tenancy.data.audit.AuditRecord;
import ai.kompl.tenancy.data.audit.KeptRecord;
import java.util.ArrayList;
import java.util.List;

/** Changes who acted, and makes every hash behind it anew: all that can be done without the key. */
record AuditForger(TestPlatform platform) {
  /** From that record on to the end, and the head; gives the new hashes. */
  List<String> rewrite(Caller caller, long from) {
    List<KeptRecord> kept = new ArrayList<>();
    platform
        .data()
        .tenantDatabase()
        .read(
            caller,
            tx -> {
              new AuditPages(tx, caller.tenant()).after(from - 1, kept::add);
              return true;
            });
    List<String> hashes = new ArrayList<>();
    AuditDigest previous = kept.getFirst().link().previous();
    for (KeptRecord one : kept) {
      previous = remake(one, previous);
      hashes.add(previous.toString());
    }
    platform.tamper(
        "update private.audit_heads set hash = '\\x%s' where tenant = '%s'"
            .formatted(previous, caller.tenant()));
    return hashes;
  }

  private AuditDigest remake(KeptRecord kept, AuditDigest previous) {
    AuditRecord link = kept.link();
    AuditActor was = link.actor();
    var actor =
        new AuditActor(
            "user:somebody-else", was.kind(), was.onBehalfOf(), was.requestId(), was.sessionId());
    AuditDigest hash =
        new AuditRecord(link.place(), actor, link.act(), link.text(), previous).hash();
    platform.tamper(
        """
        update private.audit_events set actor = 'user:somebody-else', hash = '\\x%s',
          previous_hash = '\\x%s' where tenant = '%s' and sequence = %d
        """
            .formatted(hash, previous, link.place().tenant(), kept.sequence()));
    return hash;
  }
}
