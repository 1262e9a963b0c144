package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tables of the tenants. Every process registers the scripts it brings, so that any process can
 * provision a tenant with the tables of all subgraphs, and brings tenants up to date that lack some
 * of them.
 */
final class TenantMigrations {
  private static final String LOCK_TIMEOUT = "set local lock_timeout = '3s'";

  private final OwnerDatabase owner;

  TenantMigrations(OwnerDatabase owner) {
    this.owner = owner;
  }

  /**
   * Makes the scripts known.
   *
   * @throws IllegalStateException when a script differs from the one registered under its number
   */
  void register(List<SubgraphMigrations> subgraphs) {
    List<TenantScript> scripts =
        subgraphs.stream().flatMap(subgraph -> TenantScript.of(subgraph).stream()).toList();
    owner.transaction(sql -> {
      // Waits for provisioning that is under way with the former set of scripts.
      sql.query("select pg_advisory_xact_lock(?)", _ -> true, AdvisoryLock.SCRIPTS);
      for (TenantScript script : scripts) {
        register(sql, script);
      }
      return true;
    });
  }

  /** Brings every stale tenant up to date, one transaction each; a failing one stops no other. */
  UpgradeReport upgrade() {
    List<TenantId> upgraded = new ArrayList<>();
    Map<TenantId, String> failed = new TreeMap<>();
    for (TenantId tenant : stale()) {
      try {
        owner.transaction(sql -> upgrade(sql, tenant));
        upgraded.add(tenant);
      } catch (ProblemException e) {
        failed.put(tenant, String.valueOf(e.getCause()));
        System.getLogger(TenantMigrations.class.getName())
            .log(System.Logger.Level.ERROR, "tenant-upgrade-failed " + tenant, e);
        quarantine(tenant, String.valueOf(e.getCause()));
      }
    }
    return new UpgradeReport(List.copyOf(upgraded), Map.copyOf(failed));
  }

  /** Applies all scripts to a new schema, in the transaction that makes it. */
  static void applyAll(OwnerSql sql, TenantId tenant) throws SQLException {
    apply(sql, tenant, scripts(sql));
  }

  private List<TenantId> stale() {
    return owner.transaction(sql ->
        sql.query(
            """
            select distinct t.id
            from public.tenants_tenant t
            cross join (select subgraph, max(version) as version
                        from private.migration_scripts group by subgraph) s
            left join private.tenant_schema_version v
              on v.tenant = t.id and v.subgraph = s.subgraph
            where v.version is null or v.version < s.version
            order by t.id
            """,
            row -> new TenantId(row.string("id"))));
  }

  private static boolean upgrade(OwnerSql sql, TenantId tenant) throws SQLException {
    sql.script(LOCK_TIMEOUT);
    sql.query(
        "select pg_advisory_xact_lock(?)",
        _ -> true,
        AdvisoryLock.number("tenant-upgrade " + tenant));
    Map<String, Integer> present = new HashMap<>();
    sql.query(
        "select subgraph, version from private.tenant_schema_version where tenant = ?",
        row -> present.put(row.string("subgraph"), row.integer("version")) == null,
        tenant);
    List<TenantScript> missing =
        scripts(sql).stream()
            .filter(script -> script.version() > present.getOrDefault(script.subgraph(), 0))
            .toList();
    apply(sql, tenant, missing);
    return true;
  }

  private static void apply(OwnerSql sql, TenantId tenant, List<TenantScript> scripts)
      throws SQLException {
    sql.script("set local search_path = " + tenant.schema() + ", pg_temp");
    Map<String, Integer> versions = new TreeMap<>();
    for (TenantScript script : scripts) {
      sql.script(script.sql());
      versions.merge(script.subgraph(), script.version(), Math::max);
    }
    for (Map.Entry<String, Integer> version : versions.entrySet()) {
      String prefix = version.getKey().replace('-', '_') + "_";
      TableGrants.give(sql, tenant.schema(), prefix, tenant.role());
      stamp(sql, tenant, version.getKey(), version.getValue());
    }
    sql.script("set local search_path = public, pg_temp");
  }

  private static void stamp(OwnerSql sql, TenantId tenant, String subgraph, int version)
      throws SQLException {
    sql.update(
        """
        insert into private.tenant_schema_version (tenant, subgraph, version) values (?, ?, ?)
        on conflict (tenant, subgraph) do update
          set version = excluded.version, applied_at = now(), problem = null
        """,
        tenant,
        subgraph,
        version);
  }

  private void quarantine(TenantId tenant, String problem) {
    owner.transaction(sql ->
        sql.update(
            "update private.tenant_schema_version set problem = ? where tenant = ?",
            problem,
            tenant));
  }

  private static List<TenantScript> scripts(OwnerSql sql) throws SQLException {
    return sql
        .query(
            "select subgraph, version, name, sql from private.migration_scripts",
            row ->
                new TenantScript(
                    row.string("subgraph"),
                    row.integer("version"),
                    row.string("name"),
                    row.string("sql")))
        .stream()
        .sorted(TenantScript.ORDER)
        .toList();
  }

  private static void register(OwnerSql sql, TenantScript script) throws SQLException {
    sql.update(
        """
        insert into private.migration_scripts (subgraph, version, name, checksum, sql)
        values (?, ?, ?, ?, ?) on conflict do nothing
        """,
        script.subgraph(),
        script.version(),
        script.name(),
        script.checksum(),
        script.sql());
    String registered =
        sql.query(
                "select checksum from private.migration_scripts where subgraph = ? and version = ?",
                row -> row.string("checksum"),
                script.subgraph(),
                script.version())
            .getFirst();
    if (!registered.equals(script.checksum())) {
      throw new IllegalStateException(
          "The script %s of %s was changed after it had been released. Add a new one instead."
              .formatted(script.name(), script.subgraph()));
    }
  }
}
