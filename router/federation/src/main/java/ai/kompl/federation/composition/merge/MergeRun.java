package ai.kompl.federation.composition.merge;

import static java.util.Objects.requireNonNull;

import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.Externals;
import ai.kompl.federation.composition.subgraph.FieldUse;
import ai.kompl.federation.composition.subgraph.Subgraph;
import ai.kompl.federation.composition.subgraph.TypeNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all steps of one merge share; belongs to one thread. */
final class MergeRun {
  private final List<Subgraph> subgraphs;
  private final Outline outline;
  private final ProblemSink sink;
  private final Map<String, Externals> externals = new LinkedHashMap<>();
  private final Map<String, FieldUse> facts = new LinkedHashMap<>();
  private final EnumUse enumUse = new EnumUse();
  private final ComposedDirectives composed;
  private final Applications applications;

  MergeRun(List<Subgraph> subgraphs, ProblemSink sink) {
    this.subgraphs = List.copyOf(subgraphs);
    this.sink = sink;
    this.outline = new Outline(subgraphs, sink);
    for (Subgraph subgraph : subgraphs) {
      externals.put(subgraph.name(), new Externals(subgraph));
      facts.put(subgraph.name(), new FieldUse(subgraph));
    }
    this.composed = new ComposedDirectives(subgraphs, sink);
    this.applications = new Applications(composed, sink);
  }

  List<Subgraph> subgraphs() {
    return subgraphs;
  }

  Outline outline() {
    return outline;
  }

  ProblemSink sink() {
    return sink;
  }

  EnumUse enumUse() {
    return enumUse;
  }

  ComposedDirectives composed() {
    return composed;
  }

  Applications applications() {
    return applications;
  }

  @Nullable Subgraph subgraph(String name) {
    for (Subgraph subgraph : subgraphs) {
      if (subgraph.name().equals(name)) {
        return subgraph;
      }
    }
    return null;
  }

  Externals externals(Subgraph subgraph) {
    return requireNonNull(externals.get(subgraph.name()));
  }

  FieldUse facts(Subgraph subgraph) {
    return requireNonNull(facts.get(subgraph.name()));
  }

  /** The subgraphs that have the type. */
  List<Source<TypeNode>> sources(String type) {
    List<Source<TypeNode>> found = new ArrayList<>();
    for (Subgraph subgraph : subgraphs) {
      TypeNode node = subgraph.type(type);
      if (node != null) {
        found.add(new Source<>(subgraph, node));
      }
    }
    return found;
  }
}
