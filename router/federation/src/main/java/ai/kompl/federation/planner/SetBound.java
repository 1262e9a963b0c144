package ai.kompl.federation.planner;

import ai.kompl.federation.graph.Access;
import ai.kompl.federation.graph.Entry;
import ai.kompl.federation.graph.Source;
import ai.kompl.federation.planner.PositionSolver.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many calls a set of subgraphs costs at least, without trying to open them: one for each
 * subgraph, and what the sources that are then there leave to do below each field.
 */
final class SetBound {
  /** More calls than there can be: the set does not give what is needed. */
  private static final int IMPOSSIBLE = Integer.MAX_VALUE;

  private final LocalFacts facts;
  private final List<Entry> candidates;
  private final List<Source> sources = new ArrayList<>();
  private final List<Wanted> wanted = new ArrayList<>();
  private final boolean exclusive;
  private final boolean many;
  private final boolean onlyLeaves;
  private long atPosition;

  /** A field that no requirement can bring, with the sources that give it and costs found. */
  private record Wanted(Need need, long givers, Map<Long, Integer> calls) {}

  SetBound(LocalFacts facts, Position position, List<Entry> candidates, Needs needs) {
    this.facts = facts;
    this.candidates = candidates;
    this.exclusive = position.exclusive();
    sources.addAll(position.sources());
    candidates.forEach(candidate -> sources.add(candidate.source()));
    sources.sort(Comparator.comparingInt(facts::number));
    // Sets of sources are bits of a number; more sources than bits go without a bound.
    this.many = !sources.isEmpty() && facts.number(sources.getLast()) >= Long.SIZE;
    position.sources().forEach(source -> atPosition |= bit(source));
    needs.fields().forEach(this::want);
    this.onlyLeaves = !many && needs.fields().stream().allMatch(Need::leaf);
  }

  private void want(Need need) {
    if (many || need.isTypename() || isRequiring(need.name())) {
      return;
    }
    long givers = givers(need.name());
    // A leaf that the position gives asks nothing of the set.
    if (!need.leaf() || (givers & atPosition) == 0) {
      wanted.add(new Wanted(need, givers, facts.calls(need)));
    }
  }

  private long bit(Source source) {
    return 1L << facts.number(source);
  }

  /** Fields with requirements open subgraphs by themselves: nothing is said about them. */
  private boolean isRequiring(String name) {
    for (Source source : sources) {
      if (requires(source, name)) {
        return true;
      }
    }
    for (Entry entry : facts.entries()) {
      if (requires(entry.source(), name)) {
        return true;
      }
    }
    return false;
  }

  private boolean requires(Source source, String name) {
    Access access = facts.access(source, name);
    return access != null && !access.direct();
  }

  private long givers(String name) {
    long givers = 0;
    for (Source source : sources) {
      givers |= facts.access(source, name) == null ? 0 : bit(source);
    }
    return givers;
  }

  /**
   * Whether the set can do with so many calls.
   *
   * @param set the candidates, as bits
   */
  boolean allows(int set, int most) {
    long there = atPosition;
    int calls = 0;
    long subgraphs = 0;
    for (int index = 0; index < candidates.size() && !many; index++) {
      if ((set & (1 << index)) != 0) {
        Source source = candidates.get(index).source();
        there |= bit(source);
        long subgraph = 1L << (source.subgraph() % Long.SIZE);
        calls += (subgraphs & subgraph) == 0 ? 1 : 0;
        subgraphs |= subgraph;
      }
    }
    for (Wanted field : wanted) {
      int below = below(field, field.givers() & there);
      if (below == IMPOSSIBLE || calls + below > most) {
        return false;
      }
      calls += below;
    }
    return calls <= most;
  }

  /** Whether sets of this size can do with fewer calls than the best one so far. */
  boolean canWin(int size, Cost best) {
    if (best.calls() <= size) {
      return false;
    }
    int least = size;
    for (Wanted field : wanted) {
      least += Math.min(best.calls(), below(field, field.givers()));
    }
    return least < best.calls();
  }

  /**
   * Whether nothing of this many calls can be better: there are only leaves, and each that the
   * position does not give comes with the first calls.
   */
  boolean isMet(Cost cost) {
    return onlyLeaves && cost.depth() <= 1 && cost.lateness() <= wanted.size();
  }

  private int below(Wanted field, long givers) {
    if (givers == 0) {
      return IMPOSSIBLE;
    }
    // What lies below is solved to know its calls; without time for that nothing is presumed.
    if (field.need().leaf() || facts.solver().budget().spent()) {
      return 0;
    }
    Integer known = field.calls().get(givers);
    if (known != null) {
      return known;
    }
    List<Source> all = new ArrayList<>();
    for (Source source : sources) {
      if ((givers & bit(source)) != 0) {
        all.add(source);
      }
    }
    // Together they leave the least to do; one alone counts where they cannot be put together.
    int fewest = exclusive ? IMPOSSIBLE : calls(facts.below(field.need(), all));
    if (fewest == IMPOSSIBLE) {
      for (Source source : all) {
        fewest = Math.min(fewest, calls(facts.below(field.need(), List.of(source))));
      }
    }
    // A failure may be that of a cycle, and what is exclusive here is not so elsewhere.
    if (fewest != IMPOSSIBLE && !exclusive) {
      field.calls().put(givers, fewest);
    }
    return fewest;
  }

  private static int calls(@Nullable Decision decision) {
    return decision == null ? IMPOSSIBLE : decision.cost().calls();
  }
}
