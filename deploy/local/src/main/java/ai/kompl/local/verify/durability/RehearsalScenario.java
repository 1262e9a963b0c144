package ai.kompl.local.verify.durability;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Some of each kind of work, to its end: a process that does it leaves the classes that it has
 * loaded to all that come after, which start so much sooner.
 */
final class RehearsalScenario implements Scenario {
  static final String NAME = "rehearsal";
  private static final int OPERATIONS = 24;

  @Override
  public List<String> seams() {
    return List.of();
  }

  @Override
  public void prepare(Workplace.Source source, Workplace place, Stage stage) {
    Ledger.lay(place.data().tenantDatabase("durable"), stage.caller());
  }

  @Override
  public void work(Workplace place, Stage stage) throws IOException {
    var ledger =
        new Ledger(place.data().tenantDatabase("durable"), stage.caller(), stage.journal());
    place.data().startRelay(place.events());
    place
        .data()
        .startWorker("durable", Map.of(Ledger.JOB, ledger.notes()), LedgerScenario.settings());
    for (int n = 0; n < OPERATIONS; n++) {
      ledger.operate(stage.run(), n);
    }
    FileScenario.stored(place, stage, "rehearsed".getBytes(UTF_8));
    place.data().auditTrails(place.signer()).seal(stage.tenant());
  }

  @Override
  public List<Finding> recover(Workplace.Source source, Workplace place, Stage stage) {
    return List.of();
  }
}
