package ai.kompl.local.verify.tenants;

import ai.kompl.local.verify.Figures;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.UpgradeReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * An upgrade of all tenants whose process is killed in the middle and that another one resumes,
 * while both versions serve all tenants.
 */
final class UpgradeTrial {
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  /** Takes the lock that readers of the table wait for. */
  private static final String SCRIPT =
      """
      alter table pad_001 add column note text;
      create table pad_new (id uuid primary key, text text);
      """;

  private final Estate estate;
  private final List<String> subgraphs;
  private final List<TenantId> tenants;
  private final Path folder;

  UpgradeTrial(Estate estate, List<String> subgraphs, List<TenantId> tenants, Path folder) {
    this.estate = estate;
    this.subgraphs = subgraphs;
    this.tenants = tenants;
    this.folder = folder;
  }

  void run(Figures figures, Consumer<String> note) throws IOException {
    var stop = new AtomicBoolean();
    try (DataPlatform before = estate.open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var load = new TenantLoad(before, tenants);
      load.refused();
      Future<Long> refused = threads.submit(() -> load.until(stop::get, 1));
      try {
        estate.scripts().add("V002__note.sql", SCRIPT);
        killed(figures, note);
        resumed(figures, note);
        figures.exactly("refused_by_version_before", load.refused(), 0);
      } finally {
        stop.set(true);
      }
      figures.exactly("refused_during_upgrade", value(refused), 0);
    }
    forgetful(figures, note);
  }

  private void killed(Figures figures, Consumer<String> note) throws IOException {
    Process process = UpgradingProcess.start(estate, subgraphs, folder.resolve("upgrading.log"));
    try {
      await(process);
    } finally {
      process.destroyForcibly();
      process.onExit().join();
    }
    long at = upgraded(2);
    note.accept("killed after " + at + " tenants");
    figures.note("killed_at", at);
    figures.holds("killed_in_the_middle", at >= tenants.size() / 2 && at < tenants.size());
  }

  private void await(Process process) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (upgraded(2) < tenants.size() / 2) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException("the upgrade does not get on, see upgrading.log");
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  private void resumed(Figures figures, Consumer<String> note) {
    long begun = System.nanoTime();
    try (DataPlatform after = estate.open()) {
      figures.exactly("refused_by_new_version", new TenantLoad(after, tenants).refused(), 0);
      UpgradeReport report = after.upgradeTenants(PATIENCE);
      note.accept("resumed with " + report.upgraded().size() + " tenants");
      figures.note("resumed", report.upgraded().size());
    }
    figures.note("resume_s", Figures.number((System.nanoTime() - begun) / 1e9));
    figures.exactly("upgraded", upgraded(2), tenants.size());
    figures.exactly("half_upgraded", halfUpgraded(), 0);
    figures.holds("upgrade_finished", finished());
  }

  /** Upgrades that are not recorded are taken for finished by nobody. */
  private void forgetful(Figures figures, Consumer<String> note) {
    note.accept("the same with upgrades that are not recorded");
    estate.change(
        """
        create function private.forget() returns trigger language plpgsql as
          $$ begin return null; end $$;
        create trigger forget before insert or update on private.tenant_schema_version
          for each row execute function private.forget()
        """);
    estate.scripts().add("V003__more.sql", "create table pad_more (id uuid primary key);");
    try (DataPlatform forgetting = estate.open()) {
      forgetting.upgradeTenants(PATIENCE);
    }
    figures.holds("planted_forgetting_found", !finished());
  }

  /** Whether another start finds nothing left to do. */
  private boolean finished() {
    try (DataPlatform data = estate.open()) {
      UpgradeReport report = data.upgrades();
      return report.waiting().isEmpty()
          && report.upgraded().isEmpty()
          && report.quarantined().isEmpty();
    }
  }

  /** Tenants at that version, without the one that showed the number of tables. */
  private long upgraded(int version) {
    return estate.number(
        """
        select count(*) from private.tenant_schema_version v
        join public.tenants_tenant t on t.id = v.tenant and t.slug <> 'tenant-0'
        where v.subgraph = 'pad' and v.version = %d
        """
            .formatted(version));
  }

  private long halfUpgraded() {
    return estate.number(
        """
        select count(*) from private.tenant_schema_version v
        where v.subgraph = 'pad'
          and (to_regclass('tenant_' || v.tenant || '.pad_new') is null or not exists (
            select 1 from pg_attribute a
            where a.attrelid = to_regclass('tenant_' || v.tenant || '.pad_001')
              and a.attname = 'note'))
        """);
  }

  private static long value(Future<Long> counted) {
    try {
      return counted.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the load broke off", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
