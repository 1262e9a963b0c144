package ai.kompl.local.verify.isolation;

import ai.kompl.tenancy.caller.TenantId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a tenant has in the database: a digest of each of its tables and a number of rows for each
 * shared one. Another tenant's acts must not move it.
 *
 * @param values by table
 */
record Footprint(Map<String, String> values) {
  /** Checkpoints and their heads are made by the platform at a time of its own. */
  private static final String SHARED =
      """
      select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = 'private'::regnamespace and c.relkind in ('r', 'p')
        and not c.relispartition and a.attname = 'tenant' and c.relname <> 'audit_checkpoints'
      order by 1
      """;

  /**
   * What the tenant's own controls leave there in the meantime is left out: that its own people
   * asked for something, that it was counted, and that such records were put into segments.
   */
  private static final Map<String, String> BUT_ITS_OWN =
      Map.of(
          "audit_accesses",
          " and actor not in (select 'user:' || id from public.identity_user u"
              + " where u.tenant = t.tenant)",
          "audit_events",
          " and action <> 'audit.segment.closed'",
          "audit_texts",
          " and not exists (select 1 from private.audit_events e where e.tenant = t.tenant"
              + " and e.sequence = t.sequence and e.action = 'audit.segment.closed')",
          "quota_use",
          " and resource <> 'API_CALLS'");

  static Footprint of(Owner owner, TenantId tenant) {
    var values = new TreeMap<String, String>();
    for (String table :
        owner.texts(
            "select relname from pg_class where relkind in ('r', 'p') and relnamespace = '%s'::regnamespace order by 1"
                .formatted(tenant.schema()))) {
      values.put(
          table,
          owner
              .texts(
                  "select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from %s.%s t"
                      .formatted(tenant.schema(), table))
              .getFirst());
    }
    for (String table : owner.texts(SHARED)) {
      values.put(
          "private." + table,
          owner
              .texts(
                  "select count(*) from private.%s t where tenant = '%s'%s"
                      .formatted(table, tenant.value(), BUT_ITS_OWN.getOrDefault(table, "")))
              .getFirst());
    }
    values.put(
        "public.identity_user",
        owner
            .texts("select count(*) from public.identity_user where tenant = '" + tenant + "'")
            .getFirst());
    return new Footprint(values);
  }

  /** Where the other differs. */
  List<String> differences(Footprint other) {
    return values.entrySet().stream()
        .filter(entry -> !entry.getValue().equals(other.values.get(entry.getKey())))
        .map(entry ->
            entry.getKey() + " " + entry.getValue() + " -> " + other.values.get(entry.getKey()))
        .toList();
  }
}
