package ai.kompl.local.verify.durability;

import java.util.List;

/** A planted fault: clients are told before the commit. */
final class EarlyScenario implements Scenario {
  static final String NAME = "planted-early";
  private static final int MOST = 200;

  @Override
  public List<String> seams() {
    return List.of();
  }

  @Override
  public void work(Workplace place, Stage stage) {
    var ledger =
        new Ledger(place.data().tenantDatabase("durable"), stage.caller(), stage.journal())
            .acknowledgingEarly();
    for (int n = 0; n < MOST; n++) {
      ledger.operate(stage.run(), n);
    }
  }

  @Override
  public List<Finding> recover(Workplace.Source source, Workplace place, Stage stage) {
    return List.of();
  }
}
