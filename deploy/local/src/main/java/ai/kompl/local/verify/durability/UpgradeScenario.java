package ai.kompl.local.verify.durability;

import ai.kompl.local.verify.durability.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A tenant's tables are brought up to date, or cannot be and are put in quarantine. */
final class UpgradeScenario implements Scenario {
  private final boolean possible;

  /** One that can be done, or one whose script fails. */
  UpgradeScenario(boolean possible) {
    this.possible = possible;
  }

  @Override
  public List<String> seams() {
    return List.of(possible ? "TenantMigrations.upgrade" : "TenantMigrations.quarantine");
  }

  @Override
  public boolean passesOnce() {
    return true;
  }

  @Override
  public void prepare(Workplace.Source source, Workplace place, Stage stage) {
    String tenant = stage.tenant().value();
    OwnerView look = source.look();
    look.change(
        "delete from private.tenant_schema_version where subgraph = 'durable' and tenant = '%s'"
            .formatted(tenant));
    look.change("delete from private.tenant_quarantine where tenant = '%s'".formatted(tenant));
    if (possible) {
      for (String table : List.of("aggregate", "effect", "once", "note", "secret")) {
        look.change("drop table %s.durable_%s".formatted(stage.tenant().schema(), table));
      }
    }
  }

  @Override
  public void work(Workplace place, Stage stage) {
    place.data();
    LockSupport.parkNanos(LedgerScenario.PATIENCE.toNanos());
  }

  @Override
  public List<Finding> recover(Workplace.Source source, Workplace place, Stage stage) {
    var report = place.data().upgradeTenants(LedgerScenario.PATIENCE);
    List<Finding> findings = new ArrayList<>();
    boolean quarantined =
        report.quarantined().stream().anyMatch(one -> one.tenant().equals(stage.tenant()));
    if (quarantined == possible || !report.waiting().isEmpty()) {
      findings.add(new Finding(Kind.TORN, stage.tenant() + " after its upgrade: " + report));
    }
    long tables =
        source
            .look()
            .number(
                "select count(*) from pg_tables where tablename like 'durable%%' and schemaname = '%s'"
                    .formatted(stage.tenant().schema()));
    if (tables != 5) {
      findings.add(new Finding(Kind.TORN, stage.tenant() + " has " + tables + " tables, not 5"));
    }
    if (!possible) {
      // Back to how it was, or it is what later starts find.
      source
          .look()
          .change(
              "insert into private.tenant_schema_version (tenant, subgraph, version) values ('%s', 'durable', 1)"
                  .formatted(stage.tenant()));
      source
          .look()
          .change(
              "delete from private.tenant_quarantine where tenant = '%s'"
                  .formatted(stage.tenant()));
    }
    return findings;
  }
}
