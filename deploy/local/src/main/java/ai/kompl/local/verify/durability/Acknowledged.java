package ai.kompl.local.verify.durability;

import ai.kompl.local.verify.durability.Finding.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the assembled product has acknowledged, and whether it is all there once. Every call carried
 * a key and was repeated until it was acknowledged, so a control has exactly as many versions,
 * audit records and events as there were calls. Safe for use by many threads.
 */
final class Acknowledged {
  private record Known(String ref, int version, String title) {}

  private final Map<String, Known> controls = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private long changes;
  private long refused;
  private long broken;

  synchronized void changed(String id, String ref, int version, String title) {
    Known before = controls.get(id);
    int expected = before == null ? 1 : before.version() + 1;
    if (version != expected) {
      findings.add(
          new Finding(Kind.DUPLICATE, ref + " is at version " + version + ", not at " + expected));
    }
    controls.put(id, new Known(ref, version, title));
    changes++;
  }

  synchronized void refused() {
    refused++;
  }

  synchronized void broken() {
    broken++;
  }

  synchronized long changes() {
    return changes;
  }

  synchronized long retries() {
    return refused + broken;
  }

  /**
   * Compares with what is found.
   *
   * @param schema the tenant's
   */
  synchronized List<Finding> check(OwnerView look, String schema) {
    var all = new ArrayList<>(findings);
    Map<String, List<String>> rows = new HashMap<>();
    look.rows("select ref, version, title from " + schema + ".regops_control where ref like 'd-%'")
        .forEach(row -> {
          if (rows.put(row.getFirst(), row) != null) {
            all.add(new Finding(Kind.DUPLICATE, row.getFirst()));
          }
        });
    Map<String, Integer> audits =
        look.counts(
            "select subject_id, count(*) from private.audit_events where action in"
                + " ('regops.control.created', 'regops.control.updated') group by 1");
    Map<String, Integer> events =
        look.counts(
            "select entity_id, count(*) from private.outbox where type in"
                + " ('regops.control.created', 'regops.control.updated') group by 1");
    controls.forEach((id, known) -> all.addAll(compare(id, known, rows, audits, events)));
    rows.keySet().stream()
        .filter(ref -> controls.values().stream().noneMatch(known -> known.ref().equals(ref)))
        .forEach(ref -> all.add(new Finding(Kind.INVENTED, ref)));
    return all;
  }

  private static List<Finding> compare(
      String id,
      Known known,
      Map<String, List<String>> rows,
      Map<String, Integer> audits,
      Map<String, Integer> events) {
    var findings = new ArrayList<Finding>();
    List<String> row = rows.get(known.ref());
    if (row == null) {
      return List.of(new Finding(Kind.LOST, known.toString()));
    }
    int version = Integer.parseInt(row.get(1));
    if (version != known.version() || !row.get(2).equals(known.title())) {
      Kind kind = version < known.version() ? Kind.LOST : Kind.DUPLICATE;
      findings.add(new Finding(kind, known + " is found as " + row));
    }
    int audit = audits.getOrDefault(id, 0);
    int event = events.getOrDefault(id, 0);
    if (audit != version || event != version) {
      findings.add(
          new Finding(
              Kind.TORN,
              "%s: version %d, %d audit records, %d events"
                  .formatted(known, version, audit, event)));
    }
    return findings;
  }
}
