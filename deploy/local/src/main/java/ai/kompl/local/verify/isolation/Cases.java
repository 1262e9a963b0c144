package ai.kompl.local.verify.isolation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All attacks written by hand. */
final class Cases {
  private Cases() {}

  static List<Case> all() {
    var cases = new ArrayList<Case>();
    cases.addAll(IdentityCases.all());
    cases.addAll(ReferenceCases.all());
    cases.addAll(InjectionCases.all());
    cases.addAll(PoolCases.all());
    cases.addAll(StateCases.all());
    cases.addAll(EventCases.all());
    cases.addAll(OutcomeCases.all());
    cases.addAll(ExportCases.all());
    cases.addAll(CacheCases.all());
    return List.copyOf(cases);
  }

  /** Attacks that need another ground than the assembled product, and the tests that make them. */
  static Map<String, String> elsewhere() {
    return Map.of("X56", "TenantArchiveTest", "X57", "TenantUpgradesTest");
  }

  /** Tries one. */
  static void run(Case one, Scene scene, Findings findings) {
    var verdict = new Verdict(one.id(), scene.canaries(), findings);
    try {
      one.body().run(scene, verdict);
    } catch (IOException e) {
      throw new UncheckedIOException(one.id() + " broke off", e);
    }
    verdict.end();
  }
}
