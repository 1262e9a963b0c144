package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.archive.ArchiveFile;
import ai.kompl.tenancy.data.archive.ArchiveManifest;
import ai.kompl.tenancy.data.archive.ArchiveManifest.Script;
import ai.kompl.tenancy.data.archive.ArchiveManifest.Table;
import ai.kompl.tenancy.data.archive.ArchiveManifest.Trail;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Brings the rows of one archive back, within a transaction of the owner. */
final class TenantRestore {
  /** Who a tenant is and whether it is served is not for an archive to change. */
  private static final String REGISTRY = "public.tenants_tenant";

  private final ArchiveFile archive;
  private final TenantId tenant;
  private final TenantArchives.Present present;
  private final String appUser;

  /** Of a checked archive. {@code appUser} is the login that may take on the tenant's role. */
  TenantRestore(
      ArchiveFile archive, TenantId tenant, TenantArchives.Present present, String appUser) {
    this.archive = archive;
    this.tenant = tenant;
    this.present = present;
    this.appUser = appUser;
  }

  /** Restores, and says where the audit trail ended that was replaced. */
  Optional<Trail> run(OwnerSql sql) throws SQLException {
    sql.query("select pg_advisory_xact_lock_shared(?)", _ -> true, AdvisoryLock.SCRIPTS);
    sql.query(
        "select pg_advisory_xact_lock(?)",
        _ -> true,
        AdvisoryLock.number("tenant-upgrade " + tenant));
    Optional<Trail> replaced = Optional.empty();
    boolean there = replaces(sql);
    if (there) {
      replaced = TenantArchives.head(sql, tenant);
      remove(sql);
    }
    if (archive.manifest().isPlatforms()) {
      fill(sql, true, false);
      return replaced;
    }
    Map<String, Integer> versions = new HashMap<>();
    archive.manifest().scripts().forEach(it -> versions.put(it.subgraph(), it.version()));
    // The registry's row first: what the scripts leave behind refers to it.
    fill(sql, true, there);
    if (TenantStates.held(sql, tenant).state() == TenantState.PURGED) {
      // There is nothing of it but these rows, which keep its id and its slug from coming back.
      return replaced;
    }
    TenantSchema.make(sql, tenant, appUser);
    TenantMigrations.applyUpTo(sql, tenant, versions);
    fill(sql, false, there);
    TenantStates.serve(sql, TenantStates.held(sql, tenant), appUser);
    return replaced;
  }

  /**
   * Says whether the tenant is there and will be replaced.
   *
   * @throws ProblemException CONFLICT or ERASED when the archive must not be restored
   */
  boolean replaces(OwnerSql sql) throws SQLException {
    ArchiveManifest manifest = archive.manifest();
    if (manifest.isPlatforms()) {
      return present(
          holds(sql, "select 1 from private.tenant_keys where tenant = ?", tenant.value()));
    }
    if (holds(
        sql,
        "select 1 from private.key_holders where tenant = ? and destroyed_at is not null",
        tenant.value())) {
      throw new ProblemException(
          Problem.ERASED, "The organisation was erased for good; a backup must not bring it back.");
    }
    if (holds(
        sql,
        """
        select 1 from public.tenants_tenant
        where id = ? and state in ('OFFBOARDING', 'PURGING', 'PURGED')
        """,
        tenant.value())) {
      throw new ProblemException(
          Problem.CONFLICT,
          "The organisation is being closed. A backup can be restored after that was cancelled.");
    }
    for (Script script : manifest.scripts()) {
      if (!holds(
          sql,
          """
          select 1 from private.migration_scripts
          where subgraph = ? and version = ? and checksum = ?
          """,
          script.subgraph(),
          script.version(),
          script.checksum())) {
        throw new ProblemException(
            Problem.CONFLICT,
            "The archive was taken with version %d of %s, which this version does not know."
                .formatted(script.version(), script.subgraph()));
      }
    }
    if (holds(
        sql,
        "select 1 from public.tenants_tenant where slug = ? and id <> ?",
        manifest.slug(),
        tenant.value())) {
      throw new ProblemException(
          Problem.CONFLICT, "Another organisation has the slug " + manifest.slug() + " by now.");
    }
    boolean there = holds(sql, "select 1 from public.tenants_tenant where id = ?", tenant.value());
    return present(there);
  }

  private boolean present(boolean there) {
    if (there && present == TenantArchives.Present.REFUSED) {
      throw new ProblemException(
          Problem.CONFLICT, "There is a " + archive.manifest().slug() + " already.");
    }
    return there;
  }

  private static boolean holds(OwnerSql sql, String select, Object... parameters)
      throws SQLException {
    return !sql.query(select, _ -> true, parameters).isEmpty();
  }

  private void remove(OwnerSql sql) throws SQLException {
    if (!archive.manifest().isPlatforms()) {
      sql.formatted("drop schema %I cascade", tenant.schema());
    }
    for (ArchivedTables.Archived table : new ArchivedTables(sql, tenant).shared()) {
      if (table.key().equals(REGISTRY)) {
        continue;
      }
      sql.formatted("delete from %I.%I where " + table.condition(), table.schema(), table.name());
    }
  }

  private void fill(OwnerSql sql, boolean shared, boolean registered) throws SQLException {
    // The archive knows which events its consumers had applied; the outbox does not.
    sql.script("set local kompl.restoring = 'yes'");
    copy(sql, shared, registered);
    sql.script("set local kompl.restoring = 'no'");
  }

  private void copy(OwnerSql sql, boolean shared, boolean registered) throws SQLException {
    for (Table table : archive.manifest().tables()) {
      boolean kept = registered && REGISTRY.equals(table.schema() + "." + table.name());
      if (kept || table.schema().isEmpty() == shared) {
        continue;
      }
      String copy =
          sql.format(
              "copy %I.%I (" + sql.names(table.columns()) + ") from stdin",
              table.schema().isEmpty() ? tenant.schema() : table.schema(),
              table.name());
      try (InputStream rows = archive.part(table.part())) {
        long copied = sql.copyIn(copy, rows);
        if (copied != table.rows()) {
          throw new IllegalStateException(
              "%d rows of %s were restored, not %d".formatted(copied, table.name(), table.rows()));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
