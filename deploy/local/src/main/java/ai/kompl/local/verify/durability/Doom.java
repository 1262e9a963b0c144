package ai.kompl.local.verify.durability;

import ai.kompl.local.verify.durability.Scenarios.Order;
import ai.kompl.tenancy.data.CommitEdges;
import java.util.List;
import java.util.function.Function;

/** The work of a process that is to die at its failpoint. */
public final class Doom {
  /** What a process ends with that has outlived its work. */
  public static final int OUTLIVED = 3;

  private Doom() {}

  /**
   * Works until the process dies.
   *
   * @param words what it was started with
   * @param opening opens the workplace with those edges
   */
  public static int run(List<String> words, Function<CommitEdges, Workplace> opening)
      throws Exception {
    Order order = Order.parse(words);
    Fuse fuse = Fuse.deadly(order.failpoint(), order.passing());
    var stage = new Stage(order.tenant(), order.folder(), order.run(), fuse);
    try (Workplace place = opening.apply(fuse)) {
      new Scenarios(new Applied()).named(order.scenario()).work(place, stage);
    }
    return OUTLIVED;
  }
}
