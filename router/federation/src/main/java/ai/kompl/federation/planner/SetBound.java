package ai.kompl.federation.planner;

import ai.kompl.federation.graph.Entry;
import ai.kompl.federation.graph.Source;
import ai.kompl.federation.planner.PositionSolver.Position;
import java.util.ArrayList;
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
  private final List<Wanted> wanted = new ArrayList<>();
  private final boolean exclusive;
  private final boolean many;
  private final boolean onlyLeaves;
  private final long[] opens;
  private final long all;
  private long atPosition;

  /** A field that no requirement can bring, with the sources that give it and costs found. */
  private record Wanted(Need need, long givers, Map<Long, Integer> calls) {}

  SetBound(LocalFacts facts, Position position, List<Entry> candidates, Needs needs) {
    this.facts = facts;
    this.candidates = candidates;
    this.exclusive = position.exclusive();
    this.opens = new long[candidates.size()];
    long there = 0;
    boolean beyond = facts.entrySources() > Long.SIZE;
    for (Source source : position.sources()) {
      beyond |= facts.sources().number(source) >= Long.SIZE;
      atPosition |= bit(source);
    }
    for (int index = 0; index < opens.length; index++) {
      opens[index] = bit(candidates.get(index).source());
      there |= opens[index];
    }
    this.all = atPosition | there;
    // Sets of sources are bits of a number; more sources than bits go without a bound.
    this.many = beyond;
    needs.fields().forEach(this::want);
    this.onlyLeaves = !many && onlyLeaves(needs);
  }

  private static boolean onlyLeaves(Needs needs) {
    for (Need need : needs.fields()) {
      if (!need.leaf()) {
        return false;
      }
    }
    return true;
  }

  private void want(Need need) {
    if (many || need.isTypename()) {
      return;
    }
    FieldFacts field = facts.field(need.name());
    if (isRequiring(field)) {
      return;
    }
    long givers = field.given() & all;
    // A leaf that the position gives asks nothing of the set.
    if (!need.leaf() || (givers & atPosition) == 0) {
      wanted.add(new Wanted(need, givers, facts.calls(need)));
    }
  }

  private long bit(Source source) {
    return 1L << facts.sources().number(source);
  }

  /** Fields with requirements open subgraphs by themselves: nothing is said about them. */
  private boolean isRequiring(FieldFacts field) {
    int entries = facts.entrySources();
    long everywhere = entries == Long.SIZE ? -1L : (1L << entries) - 1;
    return (field.requiring() & (all | everywhere)) != 0;
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
        there |= opens[index];
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
    List<Integer> together = new ArrayList<>();
    for (long left = givers; left != 0; left &= left - 1) {
      together.add(Long.numberOfTrailingZeros(left));
    }
    // Together they leave the least to do; one alone counts where they cannot be put together.
    int fewest = exclusive ? IMPOSSIBLE : calls(facts.below(field.need(), together));
    if (fewest == IMPOSSIBLE) {
      for (Integer giver : together) {
        fewest = Math.min(fewest, calls(facts.below(field.need(), List.of(giver))));
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
