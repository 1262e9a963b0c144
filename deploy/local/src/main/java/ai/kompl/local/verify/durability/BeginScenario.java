package ai.kompl.local.verify.durability;

import ai.kompl.local.verify.durability.Finding.Kind;
import ai.kompl.tenancy.data.CommitEdges;
import ai.kompl.tenancy.data.TenantDraft;
import java.util.ArrayList;
import java.util.List;

/**
 * The first starts on a fresh database: whenever one dies, the next goes on, and in the end there
 * is what an undisturbed start makes.
 */
final class BeginScenario implements Scenario {
  static final String UNDISTURBED = "undisturbed";

  @Override
  public List<String> seams() {
    return List.of(
        "PlatformMigrations.run",
        "PlatformMigrations.migrate",
        "PlatformMigrations.flyway",
        "MonthlyPartitions.make",
        "TenantMigrations.register");
  }

  @Override
  public void work(Workplace place, Stage stage) {
    place.data();
  }

  @Override
  public List<Finding> recover(Workplace.Source source, Workplace place, Stage stage) {
    place.data().registry().provision(new TenantDraft("first", "First"), Stage.operator());
    List<Finding> findings = new ArrayList<>(TenantScenario.whole(source.look()));
    List<List<String>> sound = catalogue(source.on(UNDISTURBED));
    List<List<String>> here = catalogue(source);
    if (!sound.equals(here)) {
      var missing = new ArrayList<>(sound);
      missing.removeAll(here);
      var more = new ArrayList<>(here);
      more.removeAll(sound);
      findings.add(
          new Finding(
              Kind.DANGLING, "the catalogue lacks " + missing + " and has too much " + more));
    }
    return findings;
  }

  /** Everything that a start makes, with its rights. */
  private static List<List<String>> catalogue(Workplace.Source source) {
    return source
        .look()
        .rows(
            """
            select n.nspname || '.' || c.relname || ' ' || c.relkind::text || ' ' || c.relrowsecurity::text || ' '
              || coalesce(c.relacl::text, '') || ' '
              || (select count(*)::text from pg_attribute a where a.attrelid = c.oid)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname in ('public', 'private')
            union all select 'policy ' || schemaname || '.' || tablename || ' ' || policyname from pg_policies
            union all select 'script ' || subgraph || ' ' || version::text || ' ' || checksum from private.migration_scripts
            order by 1
            """);
  }

  /** Makes the database with which others are compared. */
  static void undisturbed(Workplace.Source source) {
    source.makeDatabase(UNDISTURBED);
    try (Workplace place = source.on(UNDISTURBED).open(CommitEdges.NONE, List.of("durable"))) {
      place.data();
    }
  }
}
