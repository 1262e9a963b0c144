package ai.kompl.local.verify.durability;

import ai.kompl.tenancy.caller.TenantId;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All kinds of work, by name. */
final class Scenarios {
  private final Map<String, Scenario> scenarios = new LinkedHashMap<>();

  /** With the consumer that all events reach. */
  Scenarios(Applied applied) {
    var ledger = new LedgerScenario(applied);
    scenarios.put("ledger", ledger);
    scenarios.put("abandon", new AbandonScenario(ledger));
    scenarios.put("tenants", new TenantScenario());
    scenarios.put("begin", new BeginScenario());
    scenarios.put("upgrade", new UpgradeScenario(true));
    scenarios.put("quarantine", new UpgradeScenario(false));
    scenarios.put("keys", new KeyScenario());
    scenarios.put("trail", new TrailScenario());
    scenarios.put("files", new FileScenario());
    scenarios.put("archives", new ArchiveScenario());
    scenarios.put(EarlyScenario.NAME, new EarlyScenario());
    scenarios.put(RehearsalScenario.NAME, new RehearsalScenario());
  }

  Map<String, Scenario> all() {
    return Map.copyOf(scenarios);
  }

  List<String> names() {
    return List.copyOf(scenarios.keySet());
  }

  Scenario named(String name) {
    Scenario scenario = scenarios.get(name);
    if (scenario == null) {
      throw new IllegalArgumentException("there is no scenario " + name);
    }
    return scenario;
  }

  /** What a process is started with to work in a scenario until it dies. */
  record Order(
      String scenario, Failpoint failpoint, int passing, TenantId tenant, Path folder, String run) {
    List<String> words() {
      return List.of(
          scenario,
          failpoint.toString(),
          Integer.toString(passing),
          tenant.value(),
          folder.toString(),
          run);
    }

    static Order parse(List<String> words) {
      return new Order(
          words.get(0),
          Failpoint.parse(words.get(1)),
          Integer.parseInt(words.get(2)),
          new TenantId(words.get(3)),
          Path.of(words.get(4)),
          words.get(5));
    }
  }
}
