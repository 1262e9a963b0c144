package ai.kompl.federation.planner;

import ai.kompl.federation.graph.Access;
import ai.kompl.federation.graph.Entry;
import ai.kompl.federation.planner.Decision.ClassDecision;
import ai.kompl.federation.planner.Decision.Opening;
import ai.kompl.federation.planner.PositionSolver.Position;
import ai.kompl.federation.schema.TypeSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses which further subgraphs to open at one object. Sets of candidates are tried in order of
 * their size, so the first size at which a set suffices bounds what can still be better.
 */
final class LocalChoice {
  private static final int MOST_CANDIDATES = 12;

  private final LocalFacts facts;
  private final PositionSolver solver;
  private final Position position;

  /** For objects at a position, of the type that the facts are about. */
  LocalChoice(LocalFacts facts, Position position) {
    this.facts = facts;
    this.solver = facts.solver();
    this.position = position;
  }

  /** The cheapest decision, or null when no set of subgraphs suffices. */
  @Nullable ClassDecision best(Needs needs, TypeSet types) {
    List<Entry> candidates = candidates(needs);
    SetBound bound = new SetBound(facts, position, candidates, needs);
    ClassDecision best = null;
    for (int size = 0; size <= candidates.size(); size++) {
      if (best != null && (!bound.canWin(size, best.cost()) || solver.budget().spent())) {
        break;
      }
      for (int set = (1 << size) - 1; set < 1 << candidates.size(); set = nextOfSize(set)) {
        int most = best == null ? Integer.MAX_VALUE : best.cost().calls();
        ClassDecision decision =
            bound.allows(set, most) ? decide(chosen(candidates, set), needs, types) : null;
        if (decision != null && (best == null || decision.cost().compareTo(best.cost()) < 0)) {
          best = decision;
        }
        if (size == 0 || (best != null && (bound.isMet(best.cost()) || solver.budget().spent()))) {
          break;
        }
      }
    }
    return best;
  }

  /** How an entry is opened from the position's sources alone; null when it cannot be. */
  @Nullable Opening open(Entry entry) {
    LocalSources sources = new LocalSources(facts, position);
    return sources.open(entry) ? sources.openings().getFirst() : null;
  }

  private @Nullable ClassDecision decide(List<Entry> chosen, Needs needs, TypeSet types) {
    LocalSources sources = new LocalSources(facts, position);
    return sources.openAll(chosen) ? sources.meet(needs, types) : null;
  }

  private List<Entry> candidates(Needs needs) {
    LocalFacts.Relevant relevant = facts.relevant(needs);
    int[] here = new int[position.sources().size()];
    for (int index = 0; index < here.length; index++) {
      here[index] = facts.sources().number(position.sources().get(index));
    }
    List<Entry> useful = new ArrayList<>();
    for (Entry entry : facts.entries()) {
      int there = facts.sources().number(entry.source());
      for (FieldFacts field : relevant.all()) {
        if (adds(there, field, here)) {
          useful.add(entry);
          break;
        }
      }
    }
    if (useful.size() > MOST_CANDIDATES) {
      useful.sort(
          Comparator.comparingLong(entry -> {
            int there = facts.sources().number(entry.source());
            return -relevant.wanted().stream().filter(field -> adds(there, field, here)).count();
          }));
      return useful.subList(0, MOST_CANDIDATES);
    }
    return useful;
  }

  /** Whether an entry gives a field that the position's sources do not give as well. */
  private boolean adds(int entry, FieldFacts field, int[] here) {
    Access access = field.access(entry);
    if (access == null || !access.direct()) {
      return false;
    }
    int subgraph = facts.sources().get(entry).subgraph();
    for (int source : here) {
      Access present = field.access(source);
      if (present != null
          && present.direct()
          && (field.leaf() || facts.sources().get(source).subgraph() == subgraph)) {
        return false;
      }
    }
    return true;
  }

  private static List<Entry> chosen(List<Entry> candidates, int set) {
    List<Entry> chosen = new ArrayList<>();
    for (int index = 0; index < candidates.size(); index++) {
      if ((set & (1 << index)) != 0) {
        chosen.add(candidates.get(index));
      }
    }
    return chosen;
  }

  /** The next larger number with as many bits set. */
  private static int nextOfSize(int set) {
    if (set == 0) {
      return Integer.MAX_VALUE;
    }
    int lowest = set & -set;
    int ripple = set + lowest;
    return ripple | (((set ^ ripple) >>> 2) / lowest);
  }
}
