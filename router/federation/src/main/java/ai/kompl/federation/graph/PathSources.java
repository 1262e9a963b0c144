package ai.kompl.federation.graph;

import ai.kompl.federation.schema.CompositeType;
import ai.kompl.federation.schema.FieldSet;
import ai.kompl.federation.schema.TypeInSubgraph;
import ai.kompl.federation.schema.TypeSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All the sources that could hold the objects on a path of the API schema, whichever plan is
 * chosen. Where a union has other members in one of them than in another, clients can rely only on
 * the members that all of them know: the answer must not depend on the plan.
 *
 * @param sources any of which may hold the objects
 */
public record PathSources(Set<Source> sources) {
  /** Copies the set. */
  public PathSources {
    sources = Set.copyOf(sources);
  }

  /** The sources of a type that is where a path begins. */
  public static PathSources of(QueryGraph graph, CompositeType type) {
    Set<Source> sources = new LinkedHashSet<>();
    graph.entries(type).forEach(entry -> sources.add(entry.source()));
    return new PathSources(sources);
  }

  /** The sources of what a field of objects of these types gives. */
  public PathSources into(QueryGraph graph, TypeSet types, String field) {
    Set<Source> below = new LinkedHashSet<>();
    types.forEach(number -> {
      CompositeType type = graph.schema().object(number);
      sources.forEach(source -> add(graph, source, type, field, below));
      graph.entries(type).forEach(entry -> add(graph, entry.source(), type, field, below));
    });
    return new PathSources(below);
  }

  private static void add(
      QueryGraph graph, Source source, CompositeType type, String field, Set<Source> below) {
    Access access = graph.access(source, type, field);
    CompositeType named = access == null ? null : graph.schema().find(access.type().name());
    if (named != null) {
      below.add(new Source(source.subgraph(), named, FieldSet.EMPTY));
    }
  }

  /** The members of a union that all sources know; all its members when they share none. */
  public TypeSet members(CompositeType union) {
    TypeSet common = union.possible();
    for (Source source : sources) {
      TypeInSubgraph there = source.type().in(source.subgraph());
      common = there == null ? common : common.and(there.possible());
    }
    return common.isEmpty() ? union.possible() : common;
  }

  /** Whether a union has other members in one subgraph than in another. */
  public static boolean matters(QueryGraph graph) {
    return graph.schema().types().stream()
        .filter(type -> type.kind() == CompositeType.Kind.UNION)
        .anyMatch(type -> differs(graph, type));
  }

  private static boolean differs(QueryGraph graph, CompositeType union) {
    for (int subgraph = 0; subgraph < graph.schema().subgraphs().size(); subgraph++) {
      @Nullable TypeInSubgraph there = union.in(subgraph);
      if (there != null && !there.possible().equals(union.possible())) {
        return true;
      }
    }
    return false;
  }
}
