package ai.kompl.local.verify.isolation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** All attacks written by hand. */
final class Cases {
  private Cases() {}

  static List<Case> all() {
    var cases = new ArrayList<Case>();
    cases.addAll(IdentityCases.all());
    cases.addAll(ReferenceCases.all());
    cases.addAll(InjectionCases.all());
    cases.addAll(StateCases.all());
    return List.copyOf(cases);
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
