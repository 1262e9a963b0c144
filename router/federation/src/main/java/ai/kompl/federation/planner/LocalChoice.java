package ai.kompl.federation.planner;

import ai.kompl.federation.graph.Access;
import ai.kompl.federation.graph.Entry;
import ai.kompl.federation.graph.Source;
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
    RelevantFields.Names relevant = facts.relevant(needs);
    List<Entry> useful = new ArrayList<>();
    for (Entry entry : facts.entries()) {
      for (String name : relevant.all()) {
        if (adds(entry, name)) {
          useful.add(entry);
          break;
        }
      }
    }
    if (useful.size() > MOST_CANDIDATES) {
      useful.sort(
          Comparator.comparingLong(
              entry -> -relevant.wanted().stream().filter(name -> adds(entry, name)).count()));
      return useful.subList(0, MOST_CANDIDATES);
    }
    return useful;
  }

  /** Whether an entry gives a field that the position's sources do not give as well. */
  private boolean adds(Entry entry, String name) {
    Access access = facts.access(entry.source(), name);
    if (access == null || !access.direct()) {
      return false;
    }
    boolean leaf = solver.graph().schema().find(access.type().name()) == null;
    for (Source source : position.sources()) {
      Access present = facts.access(source, name);
      if (present != null
          && present.direct()
          && (leaf || source.subgraph() == entry.source().subgraph())) {
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
