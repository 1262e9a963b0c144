package ai.kompl.tenancy.data;

import ai.kompl.tenancy.caller.TenantId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The tables of the tenants. Every process registers the scripts it brings, so that any process can
 * provision a tenant with the tables of all subgraphs, and brings the tables of its own subgraphs
 * up to date where they lack some of them.
 */
final class TenantMigrations {
  /** Not before the tenant's own lock: to wait for another process that upgrades it is no fault. */
  private static final String LOCK_TIMEOUT = "set local lock_timeout = '500ms'";

  private final OwnerDatabase owner;

  TenantMigrations(OwnerDatabase owner) {
    this.owner = owner;
  }

  /**
   * Makes the scripts known.
   *
   * @return them, in the order in which they are applied
   * @throws IllegalStateException when a script differs from the one registered under its number
   */
  List<TenantScript> register(List<SubgraphMigrations> subgraphs) {
    List<TenantScript> scripts =
        subgraphs.stream()
            .flatMap(subgraph -> TenantScript.of(subgraph).stream())
            .sorted(TenantScript.ORDER)
            .toList();
    owner.transaction(sql -> {
      // Waits for provisioning that is under way with the former set of scripts.
      sql.query("select pg_advisory_xact_lock(?)", _ -> true, AdvisoryLock.SCRIPTS);
      for (TenantScript script : scripts) {
        register(sql, script);
      }
      return true;
    });
    return scripts;
  }

  /**
   * Compares all tenants at once.
   *
   * @param wanted the version that each subgraph of this process works with
   * @return what is behind, by tenant; who is up to date costs nothing further
   */
  List<Stale> stale(Map<String, Integer> wanted) {
    return owner.transaction(sql ->
        sql.query(
            """
            select t.id, w.subgraph, q.script, q.reason, coalesce(q.wanted, 0) as tried
            from public.tenants_tenant t
            join pg_namespace n on n.nspname = 'tenant_' || t.id
            cross join unnest(cast(? as text[]), cast(? as int[])) as w (subgraph, version)
            left join private.tenant_schema_version v
              on v.tenant = t.id and v.subgraph = w.subgraph
            left join private.tenant_quarantine q on q.tenant = t.id and q.subgraph = w.subgraph
            where v.version is null or v.version < w.version
            order by t.id, w.subgraph
            """,
            TenantMigrations::stale,
            List.copyOf(wanted.keySet()),
            List.copyOf(wanted.values())));
  }

  private static Stale stale(Row row) {
    var tables = new TenantTables(new TenantId(row.string("id")), row.string("subgraph"));
    Optional<QuarantinedTenant> quarantine =
        row.optionalString("script")
            .map(script ->
                new QuarantinedTenant(
                    tables.tenant(), tables.subgraph(), script, row.string("reason")));
    return new Stale(tables, quarantine, row.integer("tried"));
  }

  /**
   * Brings one subgraph's tables of one tenant up to date, in one transaction.
   *
   * @param scripts all of the subgraph, in order
   * @return false when another process is about it
   * @throws TenantScriptException when a script fails; nothing was changed
   * @throws ai.kompl.tenancy.caller.ProblemException UNAVAILABLE when the database is away
   */
  boolean upgrade(TenantTables tables, List<TenantScript> scripts) {
    return owner.transaction(sql -> upgrade(sql, tables, scripts));
  }

  private static boolean upgrade(OwnerSql sql, TenantTables tables, List<TenantScript> scripts)
      throws SQLException {
    boolean ours =
        sql.query(
                "select pg_try_advisory_xact_lock(?) as ours",
                row -> row.bool("ours"),
                AdvisoryLock.number("tenant-upgrade " + tables.tenant()))
            .getFirst();
    if (!ours) {
      return false;
    }
    sql.script(LOCK_TIMEOUT);
    int present =
        sql
            .query(
                """
                select version from private.tenant_schema_version where tenant = ? and subgraph = ?
                """,
                row -> row.integer("version"),
                tables.tenant(),
                tables.subgraph())
            .stream()
            .findFirst()
            .orElse(0);
    apply(
        sql,
        tables.tenant(),
        scripts.stream().filter(script -> script.version() > present).toList());
    TenantFreeze.keep(sql, tables.tenant());
    sql.update(
        "delete from private.tenant_quarantine where tenant = ? and subgraph = ?",
        tables.tenant(),
        tables.subgraph());
    return true;
  }

  /** Records that a script failed on a tenant's tables. */
  void quarantine(TenantTables tables, int wanted, TenantScriptException failure) {
    owner.transaction(sql ->
        sql.update(
            """
            insert into private.tenant_quarantine
              (tenant, subgraph, wanted, version, script, state, reason)
            values (?, ?, ?, ?, ?, ?, ?)
            on conflict (tenant, subgraph) do update
              set wanted = excluded.wanted, version = excluded.version, script = excluded.script,
                state = excluded.state, reason = excluded.reason, last_tried = now(),
                attempts = tenant_quarantine.attempts + 1
            """,
            tables.tenant(),
            tables.subgraph(),
            wanted,
            failure.version(),
            failure.script(),
            failure.state(),
            failure.reason()));
  }

  /** Applies all scripts to a new schema, in the transaction that makes it. */
  static void applyAll(OwnerSql sql, TenantId tenant) throws SQLException {
    applyUpTo(sql, tenant, Integer.MAX_VALUE, Map.of());
  }

  /**
   * Applies the scripts up to a version for each subgraph, in the transaction of a restore; none of
   * subgraphs that are not named.
   */
  static void applyUpTo(OwnerSql sql, TenantId tenant, Map<String, Integer> newest)
      throws SQLException {
    applyUpTo(sql, tenant, 0, newest);
  }

  private static void applyUpTo(
      OwnerSql sql, TenantId tenant, int otherwise, Map<String, Integer> newest)
      throws SQLException {
    try {
      apply(
          sql,
          tenant,
          scripts(sql).stream()
              .filter(
                  script -> script.version() <= newest.getOrDefault(script.subgraph(), otherwise))
              .toList());
    } catch (TenantScriptException e) {
      throw SqlFailure.of(e);
    }
  }

  private static void apply(OwnerSql sql, TenantId tenant, List<TenantScript> scripts)
      throws SQLException {
    sql.script("set local search_path = " + tenant.schema() + ", pg_temp");
    Map<String, Integer> versions = new TreeMap<>();
    for (TenantScript script : scripts) {
      run(sql, script);
      versions.merge(script.subgraph(), script.version(), Math::max);
    }
    for (Map.Entry<String, Integer> version : versions.entrySet()) {
      String prefix = version.getKey().replace('-', '_') + "_";
      TableGrants.give(sql, tenant.schema(), prefix, tenant.role());
      stamp(sql, tenant, version.getKey(), version.getValue());
    }
    sql.script("set local search_path = public, pg_temp");
  }

  private static void run(OwnerSql sql, TenantScript script) {
    try {
      sql.script(script.sql());
    } catch (SQLException e) {
      throw new TenantScriptException(script, e);
    }
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

  private static List<TenantScript> scripts(OwnerSql sql) throws SQLException {
    List<TenantScript> scripts =
        new ArrayList<>(
            sql.query(
                "select subgraph, version, name, sql from private.migration_scripts",
                row ->
                    new TenantScript(
                        row.string("subgraph"),
                        row.integer("version"),
                        row.string("name"),
                        row.string("sql"))));
    scripts.sort(TenantScript.ORDER);
    return scripts;
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

  /**
   * What is behind.
   *
   * @param tables which tables
   * @param quarantine what came of the last attempt, if it failed
   * @param tried the version that the failed attempt wanted, or 0
   */
  record Stale(TenantTables tables, Optional<QuarantinedTenant> quarantine, int tried) {}
}
