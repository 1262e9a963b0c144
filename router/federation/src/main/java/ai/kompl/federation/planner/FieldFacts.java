package ai.kompl.federation.planner;

import ai.kompl.federation.graph.Access;
import ai.kompl.federation.graph.QueryGraph;
import ai.kompl.federation.graph.Source;
import ai.kompl.federation.schema.CompositeType;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How each source of one type gives one of its fields. Sources are told by their numbers, so that a
 * search that asks for the same over and over looks into arrays and not into maps.
 */
final class FieldFacts {
  private final QueryGraph graph;
  private final UnaryOperator<Source> same;
  private final CompositeType type;
  private final String name;
  private final NumberedSources sources;
  private @Nullable Access[] accesses = {};
  private @Nullable Source[] into = {};
  private int known;
  private long given;
  private long requiring;
  private boolean leaf;

  /**
   * A field of a type.
   *
   * @param same the one object that stands for all equal sources
   */
  FieldFacts(
      QueryGraph graph,
      UnaryOperator<Source> same,
      CompositeType type,
      String name,
      NumberedSources sources) {
    this.graph = graph;
    this.same = same;
    this.type = type;
    this.name = name;
    this.sources = sources;
  }

  /** How the source of this number gives the field; null when it does not. */
  @Nullable Access access(int source) {
    if (source >= known) {
      learn();
    }
    return accesses[source];
  }

  /** The sources that give the field, as bits of their numbers; those above 63 have none. */
  long given() {
    if (known < sources.count()) {
      learn();
    }
    return given;
  }

  /** Those of {@link #given()} that need more than the object for it. */
  long requiring() {
    if (known < sources.count()) {
      learn();
    }
    return requiring;
  }

  /** Whether the field has no fields of its own; asked only where a source gives it. */
  boolean leaf() {
    return leaf;
  }

  /** What holds the objects below the field, where the source of this number gives it. */
  Source into(int source) {
    Access access = Objects.requireNonNull(access(source));
    if (source >= into.length) {
      into = Arrays.copyOf(into, accesses.length);
    }
    Source present = into[source];
    if (present == null) {
      CompositeType named = graph.schema().composite(access.type().name());
      int subgraph = sources.get(source).subgraph();
      present = same.apply(new Source(subgraph, named, access.provided()));
      into[source] = present;
    }
    return present;
  }

  private void learn() {
    int count = sources.count();
    accesses = Arrays.copyOf(accesses, count);
    for (int number = known; number < count; number++) {
      Access access = graph.access(sources.get(number), type, name);
      accesses[number] = access;
      if (access != null) {
        leaf = graph.schema().find(access.type().name()) == null;
        long bit = number < Long.SIZE ? 1L << number : 0;
        given |= bit;
        requiring |= access.direct() ? 0 : bit;
      }
    }
    known = count;
  }
}
