package ai.kompl.federation.composition.satisfy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Sets of spots of which none holds another. */
final class Minima {
  private final Effort effort;
  private final List<BitSet> sets = new ArrayList<>();
  private final Set<BitSet> same = new HashSet<>();

  Minima(Effort effort) {
    this.effort = effort;
  }

  /** Adds the set and takes out those that hold it, unless it holds one itself. */
  boolean add(BitSet added) {
    if (same.contains(added) || sets.stream().anyMatch(set -> subset(set, added))) {
      return false;
    }
    sets.removeIf(set -> subset(added, set) && same.remove(set));
    sets.add(added);
    same.add(added);
    return true;
  }

  int size() {
    return sets.size();
  }

  private boolean subset(BitSet small, BitSet large) {
    effort.step();
    for (int spot = small.nextSetBit(0); spot >= 0; spot = small.nextSetBit(spot + 1)) {
      if (!large.get(spot)) {
        return false;
      }
    }
    return true;
  }
}
