package ai.kompl.federation.composition.satisfy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/** Numbers spots, so that sets of them are bit sets. */
final class Spots {
  private final Map<Spot, Integer> ids = new HashMap<>();
  private final List<Spot> spots = new ArrayList<>();

  int id(Spot spot) {
    Integer known = ids.get(spot);
    if (known != null) {
      return known;
    }
    spots.add(spot);
    ids.put(spot, spots.size() - 1);
    return spots.size() - 1;
  }

  Spot get(int id) {
    return spots.get(id);
  }

  int size() {
    return spots.size();
  }

  static void forEach(BitSet set, IntConsumer action) {
    for (int id = set.nextSetBit(0); id >= 0; id = set.nextSetBit(id + 1)) {
      action.accept(id);
    }
  }
}
