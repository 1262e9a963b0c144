package ai.kompl.local.verify.isolation;

import ai.kompl.local.verify.isolation.Finding.Kind;
import java.util.Map;
import java.util.Optional;

/** Looks for canaries where nobody has asked: in every row of a tenant, and in the metrics. */
final class Sweep {
  private static final String TABLES =
      """
      select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and not c.relispartition and %s
      order by 1
      """;

  private final Scene scene;
  private final Findings findings;

  Sweep(Scene scene, Findings findings) {
    this.scene = scene;
    this.findings = findings;
  }

  void run() {
    rows(scene.attacker(), scene.victim());
    rows(scene.victim(), scene.attacker());
    String metrics = scene.exchange("GET", "/metrics", Map.of("Host", "localhost"), "").text();
    findings.attempted();
    scene
        .canaries()
        .foreign(metrics, Optional.empty())
        .ifPresent(canary -> findings.add(Kind.LEAK, "metrics", canary));
  }

  private void rows(Side side, Side other) {
    String schema = "n.nspname = '" + side.tenant().schema() + "'";
    for (String table : scene.owner().texts(TABLES.formatted(schema))) {
      look(table, "true", side, other);
    }
    String shared =
        "n.nspname in ('private', 'public') and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant')";
    for (String table : scene.owner().texts(TABLES.formatted(shared))) {
      look(table, "t.tenant = '" + side.tenant() + "'", side, other);
    }
  }

  private void look(String table, String condition, Side side, Side other) {
    findings.attempted();
    String count =
        "select count(*) from " + table + " t where " + condition + " and t::text like '%";
    long foreign = scene.owner().number(count + other.canary() + "%'");
    if (foreign > 0) {
      findings.add(
          Kind.LEAK,
          "rows of " + side.slug() + " in " + table,
          foreign + " have " + other.canary());
    }
  }
}
