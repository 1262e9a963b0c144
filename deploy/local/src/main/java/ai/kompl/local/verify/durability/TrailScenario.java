package ai.kompl.local.verify.durability;

import ai.kompl.local.verify.durability.Finding.Kind;
import ai.kompl.local.verify.durability.Journal.Op;
import ai.kompl.local.verify.durability.Journal.Outcome;
import ai.kompl.tenancy.data.AuditEntry;
import ai.kompl.tenancy.data.AuditTrails;
import ai.kompl.tenancy.data.TenantDatabase;
import ai.kompl.tenancy.data.TextErasure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An audit trail is written, signed and has texts erased from it. */
final class TrailScenario implements Scenario {
  @Override
  public List<String> seams() {
    return List.of("AuditSeals.seal", "AuditTrails.eraseTexts");
  }

  @Override
  public void work(Workplace place, Stage stage) {
    TenantDatabase database = place.data().tenantDatabase("durable");
    AuditTrails trails = place.data().auditTrails(place.signer());
    for (int n = 0; n < 100; n++) {
      String id = stage.run() + ":" + n;
      stage.journal().invoke(id, "trail");
      database.write(
          stage.caller(),
          tx -> {
            tx.audit(AuditEntry.change("durable.told", "Person", id, "{\"n\":1}"));
            return true;
          });
      stage.journal().ok(id, 0);
      trails.seal(stage.tenant());
      String erasure = "erased-" + id;
      stage.journal().invoke(erasure, "erasures");
      trails.eraseTexts(
          stage.caller(), new TextErasure("Person", id, Optional.empty(), "request " + n));
      stage.journal().ok(erasure, 0);
    }
  }

  @Override
  public List<Finding> recover(Workplace.Source source, Workplace place, Stage stage) {
    AuditTrails trails = place.data().auditTrails(place.signer());
    List<Finding> findings = new ArrayList<>();
    trails
        .seal(stage.tenant())
        .ifPresent(fault -> findings.add(new Finding(Kind.CHAIN, fault.toString())));
    for (Op op : stage.journal().read()) {
      if (op.outcome() == Outcome.OK && !holds(source.look(), op, stage)) {
        findings.add(new Finding(Kind.LOST, op.toString()));
      }
    }
    return findings;
  }

  private static boolean holds(OwnerView look, Op op, Stage stage) {
    String subject = op.id().replace("erased-", "");
    String of =
        " private.audit_events e where e.tenant = '%s' and e.action = 'durable.told' and e.subject_id = '%s'"
            .formatted(stage.tenant(), subject);
    if (op.aggregate().equals("trail")) {
      return look.number("select count(*) from" + of) == 1;
    }
    return look.number(
            "select count(*) from private.audit_texts t where t.tenant = '"
                + stage.tenant()
                + "' and t.sequence in (select sequence from"
                + of
                + ")")
        == 0;
  }
}
