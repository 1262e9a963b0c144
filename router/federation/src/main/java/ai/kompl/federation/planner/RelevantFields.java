package ai.kompl.federation.planner;

import ai.kompl.federation.graph.Entry;
import ai.kompl.federation.graph.QueryGraph;
import ai.kompl.federation.schema.CompositeType;
import ai.kompl.federation.schema.FieldDefinition;
import ai.kompl.federation.schema.FieldInSubgraph;
import ai.kompl.federation.schema.FieldSet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of a type that matter for some needs: those needed, and those they may lead to. */
final class RelevantFields {
  private final QueryGraph graph;

  RelevantFields(QueryGraph graph) {
    this.graph = graph;
  }

  /** The needed fields, what they require, and the fields of all keys. */
  Set<String> of(CompositeType type, Needs needs) {
    Set<String> names = wanted(type, needs);
    for (Entry entry : graph.entries(type)) {
      entry.keys().forEach(key -> key.fields().forEach(field -> names.add(field.name())));
    }
    return names;
  }

  /** The needed fields, and what they require, step by step. */
  Set<String> wanted(CompositeType type, Needs needs) {
    Set<String> names = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>();
    needs.fields().forEach(need -> open.add(need.name()));
    while (!open.isEmpty()) {
      String name = open.remove();
      if (names.add(name)) {
        addRequired(type, name, open);
        for (String parent : type.interfaces()) {
          addRequired(graph.schema().composite(parent), name, open);
        }
      }
    }
    return names;
  }

  private void addRequired(CompositeType type, String name, Deque<String> open) {
    FieldDefinition field = type.field(name);
    if (field == null) {
      return;
    }
    for (int subgraph = 0; subgraph < graph.schema().subgraphs().size(); subgraph++) {
      @Nullable FieldInSubgraph there = field.in(subgraph);
      FieldSet required = there == null ? null : there.requires();
      if (required != null) {
        required.fields().forEach(entry -> open.add(entry.name()));
      }
    }
  }
}
