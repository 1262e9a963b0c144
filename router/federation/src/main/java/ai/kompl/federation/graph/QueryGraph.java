package ai.kompl.federation.graph;

import ai.kompl.federation.schema.CompositeType;
import ai.kompl.federation.schema.FieldDefinition;
import ai.kompl.federation.schema.FieldInSubgraph;
import ai.kompl.federation.schema.FieldSet;
import ai.kompl.federation.schema.SupergraphSchema;
import ai.kompl.federation.schema.TypeInSubgraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Answers what a source gives, and where an object can be opened. Safe for use by many threads. */
public final class QueryGraph {
  private final SupergraphSchema schema;
  private final Set<String> overrideLabels;
  private final Map<CompositeType, List<Entry>> entries = new ConcurrentHashMap<>();

  /** For a schema with the given labels of progressive overrides switched on. */
  public QueryGraph(SupergraphSchema schema, Set<String> overrideLabels) {
    this.schema = schema;
    this.overrideLabels = Set.copyOf(overrideLabels);
  }

  /** The schema. */
  public SupergraphSchema schema() {
    return schema;
  }

  /**
   * How a source gives a field of an object, or null when it does not.
   *
   * @param object the object's type; an interface where its type is not known
   */
  public @Nullable Access access(Source source, CompositeType object, String fieldName) {
    FieldSet.@Nullable Entry provided = provided(source, object, fieldName);
    if (source.subgraph() == Source.GIVEN) {
      FieldDefinition field = object.field(fieldName);
      return field == null || provided == null
          ? null
          : new Access(field.type(), null, List.of(), provided.selection());
    }
    CompositeType holder = holder(source, object);
    FieldDefinition field = holder == null ? null : holder.field(fieldName);
    FieldInSubgraph there = field == null ? null : field.in(source.subgraph());
    if (there == null || (there.external() && provided == null) || moved(there)) {
      return null;
    }
    FieldSet own = there.provides() == null ? FieldSet.EMPTY : there.provides();
    FieldSet inherited = provided == null ? FieldSet.EMPTY : provided.selection();
    return new Access(
        there.type(),
        there.external() ? null : there.requires(),
        there.contextArguments(),
        join(own, inherited));
  }

  /** The subgraphs in which an object of this type can be opened. */
  public List<Entry> entries(CompositeType type) {
    return entries.computeIfAbsent(type, this::findEntries);
  }

  private @Nullable CompositeType holder(Source source, CompositeType object) {
    TypeInSubgraph there = source.type().in(source.subgraph());
    if (there == null) {
      return null;
    }
    if (there.interfaceObject() || source.type().equals(object)) {
      return source.type();
    }
    boolean possible = object.possible().isSubsetOf(there.possible());
    return possible && object.in(source.subgraph()) != null ? object : null;
  }

  private boolean moved(FieldInSubgraph field) {
    FieldInSubgraph.OverrideLabel override = field.override();
    return override != null && override.newHome() != overrideLabels.contains(override.label());
  }

  private FieldSet.@Nullable Entry provided(Source source, CompositeType object, String fieldName) {
    for (FieldSet.Entry entry : source.provided().fields()) {
      if (entry.name().equals(fieldName) && applies(entry.typeCondition(), object)) {
        return entry;
      }
    }
    return null;
  }

  private boolean applies(@Nullable String typeCondition, CompositeType object) {
    if (typeCondition == null || typeCondition.equals(object.name())) {
      return true;
    }
    CompositeType condition = schema.find(typeCondition);
    return condition != null && object.possible().isSubsetOf(condition.possible());
  }

  private static FieldSet join(FieldSet one, FieldSet other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    List<FieldSet.Entry> both = new ArrayList<>(one.fields());
    both.addAll(other.fields());
    return new FieldSet(both);
  }

  private List<Entry> findEntries(CompositeType type) {
    List<Entry> found = new ArrayList<>();
    boolean root = schema.rootTypes().contains(type.name());
    for (int subgraph = 0; subgraph < schema.subgraphs().size(); subgraph++) {
      if (root && type.in(subgraph) != null) {
        found.add(new Entry(Entry.Kind.ROOT, source(subgraph, type), List.of()));
      } else if (!root) {
        byKey(subgraph, type, type.kind() == CompositeType.Kind.INTERFACE, found);
        for (String name : type.interfaces()) {
          CompositeType parent = schema.composite(name);
          TypeInSubgraph there = parent.in(subgraph);
          if (there != null && there.interfaceObject()) {
            byKey(subgraph, parent, true, found);
          }
        }
      }
    }
    return List.copyOf(found);
  }

  private static void byKey(
      int subgraph, CompositeType type, boolean byInterface, List<Entry> found) {
    TypeInSubgraph there = type.in(subgraph);
    if (there == null) {
      return;
    }
    List<FieldSet> keys =
        there.keys().stream()
            .filter(TypeInSubgraph.Key::resolvable)
            .map(TypeInSubgraph.Key::fields)
            .toList();
    if (!keys.isEmpty()) {
      Entry.Kind kind = byInterface ? Entry.Kind.INTERFACE_ENTITY : Entry.Kind.ENTITY;
      found.add(new Entry(kind, source(subgraph, type), keys));
    }
  }

  private static Source source(int subgraph, CompositeType type) {
    return new Source(subgraph, type, FieldSet.EMPTY);
  }
}
