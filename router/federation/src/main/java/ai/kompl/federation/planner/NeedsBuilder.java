package ai.kompl.federation.planner;

import ai.kompl.federation.graph.PathSources;
import ai.kompl.federation.graph.QueryGraph;
import ai.kompl.federation.operation.NormalField;
import ai.kompl.federation.operation.NormalSelection;
import ai.kompl.federation.operation.NormalSelection.DeferredFragment;
import ai.kompl.federation.operation.NormalSelection.Occurrence;
import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.plan.ContextVariable.ContextSource;
import ai.kompl.federation.plan.Representation.RepresentationField;
import ai.kompl.federation.plan.ResponseSelection;
import ai.kompl.federation.plan.ResponseSelection.DeferredSelection;
import ai.kompl.federation.plan.ResponseSelection.ResponseField;
import ai.kompl.federation.plan.ResponseSelection.Source;
import ai.kompl.federation.plan.Slot;
import ai.kompl.federation.planner.ContextScope.Setter;
import ai.kompl.federation.schema.CompositeType;
import ai.kompl.federation.schema.CompositeType.Kind;
import ai.kompl.federation.schema.ContextArgument;
import ai.kompl.federation.schema.FieldDefinition;
import ai.kompl.federation.schema.FieldInSubgraph;
import ai.kompl.federation.schema.FieldSet;
import ai.kompl.federation.schema.OutputType;
import ai.kompl.federation.schema.SupergraphSchema;
import ai.kompl.federation.schema.TypeSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns what the client selects, and what field sets select, into needs with slots. */
final class NeedsBuilder {
  private final QueryGraph graph;
  private final SupergraphSchema schema;
  private final SlotTable slots = new SlotTable();
  private final NeedsPool pool = new NeedsPool();

  NeedsBuilder(QueryGraph graph) {
    this.graph = graph;
    this.schema = graph.schema();
  }

  NeedsPool pool() {
    return pool;
  }

  SlotTable slots() {
    return slots;
  }

  /**
   * What must be fetched for a client's selection on objects of the given types.
   *
   * @param path the sources that could hold the objects; null where it does not matter
   */
  Needs needs(List<NormalField> fields, TypeSet possible, @Nullable PathSources path) {
    ContextScope scope =
        schema.hasContexts() ? new ContextScope(schema, null, possible, Condition.ALWAYS) : null;
    return needs(fields, possible, path, scope);
  }

  private Needs needs(
      List<NormalField> fields,
      TypeSet possible,
      @Nullable PathSources path,
      @Nullable ContextScope scope) {
    List<Need> needs = new ArrayList<>();
    for (NormalField field : fields) {
      if (!field.isIntrospection() && !(field.isTypename() && possible.size() == 1)) {
        needs.add(need(field, path, scope));
      }
    }
    boolean typed = fields.stream().anyMatch(field -> !possible.isSubsetOf(field.types()));
    if (scope != null) {
      typed |= addContexts(scope, needs);
    }
    if (typed && needs.stream().noneMatch(Need::isTypename)) {
      needs.add(typename(possible));
    }
    return pool.intern(needs);
  }

  /** Adds what fields below take from the objects here; true when it depends on their types. */
  private boolean addContexts(ContextScope scope, List<Need> needs) {
    boolean typed = false;
    for (int index = 0; index < scope.wanted().size(); index++) {
      ContextArgument argument = scope.wanted().get(index);
      Condition condition = scope.when(argument);
      for (Setter setter : scope.setters(argument, 0)) {
        typed |= !setter.all();
        for (Need need : fields(argument.selection(), setter.setter(), condition, scope)) {
          TypeSet types = need.types().and(setter.types());
          typed |= !setter.types().isSubsetOf(types);
          if (!types.isEmpty()) {
            needs.add(need.with(types, need.condition(), need.children()));
          }
        }
      }
    }
    return typed;
  }

  private Map<ContextArgument, List<ContextSource>> contexts(
      String field, TypeSet types, Condition condition, @Nullable ContextScope scope) {
    Map<ContextArgument, List<ContextSource>> contexts = new LinkedHashMap<>();
    if (scope != null) {
      types.forEach(number -> {
        CompositeType object = schema.object(number);
        addContexts(field, object, condition, scope, contexts);
        object
            .interfaces()
            .forEach(
                name -> addContexts(field, schema.composite(name), condition, scope, contexts));
      });
    }
    return contexts;
  }

  private void addContexts(
      String name,
      CompositeType type,
      Condition condition,
      ContextScope scope,
      Map<ContextArgument, List<ContextSource>> into) {
    FieldDefinition field = type.field(name);
    for (int subgraph = 0; field != null && subgraph < schema.subgraphs().size(); subgraph++) {
      FieldInSubgraph there = field.in(subgraph);
      List<ContextArgument> taken = there == null ? List.of() : there.contextArguments();
      for (ContextArgument argument : taken) {
        List<ContextSource> sources =
            scope.find(argument, condition).stream()
                .map(setter -> source(argument, setter))
                .toList();
        if (!sources.isEmpty()) {
          into.put(argument, sources);
        }
      }
    }
  }

  private ContextSource source(ContextArgument argument, Setter setter) {
    return new ContextSource(
        setter.levels(),
        setter.all() ? null : setter.types(),
        representation(argument.selection(), setter.setter(), false).stream()
            .filter(field -> field.slot() != Slot.TYPENAME)
            .toList());
  }

  private Need need(NormalField field, @Nullable PathSources path, @Nullable ContextScope scope) {
    Slot slot = slots.slot(field.name(), field.arguments());
    PathSources below = path == null ? null : path.into(graph, field.types(), field.name());
    Needs children = below(field, field.children(), below, scope);
    return new Need(
        slot,
        field.arguments(),
        field.variables(),
        contexts(field.name(), field.types(), field.condition(), scope),
        field.types(),
        field.isTypename() ? Condition.ALWAYS : field.granted(),
        field.isLeaf(),
        children);
  }

  /**
   * What must be fetched for fields selected below a field.
   *
   * @param sources the sources that could hold the objects there; null where it does not matter
   */
  Needs below(NormalField field, List<NormalField> selected, @Nullable PathSources sources) {
    return below(field, selected, sources, null);
  }

  private Needs below(
      NormalField field,
      List<NormalField> selected,
      @Nullable PathSources sources,
      @Nullable ContextScope around) {
    TypeSet possible = possible(field.type());
    ContextScope scope =
        around == null ? null : new ContextScope(schema, around, possible, field.condition());
    Needs children = needs(selected, possible, sources, scope);
    CompositeType union = unionOf(field.type());
    return sources == null || union == null ? children : within(children, sources.members(union));
  }

  /** The needs of those types only; the type's name is needed of all. */
  private Needs within(Needs needs, TypeSet types) {
    List<Need> kept = new ArrayList<>();
    for (Need need : needs.fields()) {
      TypeSet left = need.types().and(types);
      if (need.isTypename()) {
        kept.add(need);
      } else if (!left.isEmpty()) {
        kept.add(need.with(left, need.condition(), need.children()));
      }
    }
    return pool.intern(kept);
  }

  private @Nullable CompositeType unionOf(OutputType type) {
    return switch (type) {
      case OutputType.NonNull nonNull -> unionOf(nonNull.of());
      case OutputType.ListOf list -> unionOf(list.of());
      case OutputType.Composite composite -> {
        CompositeType named = schema.find(composite.name());
        yield named != null && named.kind() == Kind.UNION ? named : null;
      }
      case OutputType.Scalar _, OutputType.Enumeration _ -> null;
    };
  }

  private Need typename(TypeSet possible) {
    Slot slot = slots.slot("__typename", "");
    return new Need(slot, "", Set.of(), Map.of(), possible, Condition.ALWAYS, true, pool.none());
  }

  /** The shape of the client's answer. */
  ResponseSelection response(NormalSelection selection, TypeSet possible) {
    List<ResponseField> result = new ArrayList<>();
    for (NormalField field : selection.fields()) {
      if (selection.order().isEmpty()) {
        result.add(response(field, field.types(), field.condition(), possible));
      }
    }
    for (Occurrence met : selection.order()) {
      for (NormalField field : selection.fields()) {
        TypeSet types = field.types().and(met.types());
        if (field.responseKey().equals(met.responseKey()) && !types.isEmpty()) {
          result.add(response(field, types, met.condition(), possible));
        }
      }
    }
    List<DeferredSelection> deferred =
        selection.deferred().stream().map(fragment -> deferred(fragment, possible)).toList();
    return result.isEmpty() && deferred.isEmpty()
        ? ResponseSelection.NONE
        : new ResponseSelection(result, deferred);
  }

  private DeferredSelection deferred(DeferredFragment fragment, TypeSet possible) {
    return new DeferredSelection(
        fragment.part(),
        fragment.label(),
        possible.isSubsetOf(fragment.types()) ? null : fragment.types(),
        fragment.condition(),
        response(fragment.selection(), possible));
  }

  private ResponseField response(
      NormalField field, TypeSet types, Condition condition, TypeSet possible) {
    return new ResponseField(
        field.responseKey(),
        field.name(),
        source(field, possible),
        possible.isSubsetOf(types) ? null : types,
        condition,
        field.granted().equals(field.condition()) ? condition : field.granted(),
        field.type(),
        response(field.selection(), possible(field.type())));
  }

  private Source source(NormalField field, TypeSet possible) {
    if (field.isIntrospection()) {
      return new Source.Introspection();
    }
    if (field.isTypename()) {
      return new Source.Typename(
          possible.size() == 1 ? schema.objectTypes().name(possible.first()) : null);
    }
    return new Source.InSlot(slots.slot(field.name(), field.arguments()).number());
  }

  /** The object types that objects in a value of this type can have; none for a leaf. */
  static TypeSet possible(OutputType type) {
    return switch (type) {
      case OutputType.NonNull nonNull -> possible(nonNull.of());
      case OutputType.ListOf list -> possible(list.of());
      case OutputType.Composite composite -> composite.possible();
      case OutputType.Scalar _, OutputType.Enumeration _ -> TypeSet.empty();
    };
  }

  /**
   * What a field set needs of objects of a type.
   *
   * @param condition when it is needed
   */
  Needs needs(FieldSet fieldSet, CompositeType type, Condition condition) {
    return pool.intern(fields(fieldSet, type, condition, null));
  }

  private List<Need> fields(
      FieldSet fieldSet, CompositeType type, Condition condition, @Nullable ContextScope scope) {
    List<Need> needs = new ArrayList<>();
    boolean typed = false;
    for (FieldSet.Entry entry : fieldSet.fields()) {
      CompositeType on = on(entry, type);
      TypeSet types = on.possible().and(type.possible());
      FieldDefinition field = entry.name().equals("__typename") ? null : on.field(entry.name());
      typed |= !type.possible().isSubsetOf(types);
      if (field != null) {
        CompositeType below = schema.find(field.type().name());
        needs.add(
            new Need(
                slots.slot(entry.name(), entry.arguments()),
                entry.arguments(),
                Set.of(),
                contexts(entry.name(), types, condition, scope),
                types,
                condition,
                below == null,
                below == null ? pool.none() : below(entry, below, condition, scope)));
      }
    }
    if (typed || (type.kind() != Kind.OBJECT && needsTypename(fieldSet))) {
      needs.add(typename(type.possible()));
    }
    return needs;
  }

  private Needs below(
      FieldSet.Entry entry,
      CompositeType below,
      Condition condition,
      @Nullable ContextScope around) {
    ContextScope scope =
        around == null ? null : new ContextScope(schema, around, below.possible(), condition);
    List<Need> needs = fields(entry.selection(), below, Condition.ALWAYS, scope);
    boolean typed = scope != null && addContexts(scope, needs);
    if (typed && needs.stream().noneMatch(Need::isTypename)) {
      needs.add(typename(below.possible()));
    }
    return pool.intern(needs);
  }

  private static boolean needsTypename(FieldSet fieldSet) {
    return fieldSet.fields().stream().anyMatch(entry -> entry.name().equals("__typename"));
  }

  /** How a field set is written into a representation of objects of a type. */
  List<RepresentationField> representation(FieldSet fieldSet, CompositeType type, boolean key) {
    List<RepresentationField> result = new ArrayList<>();
    boolean typed = false;
    for (FieldSet.Entry entry : fieldSet.fields()) {
      CompositeType on = on(entry, type);
      TypeSet types = on.possible().and(type.possible());
      boolean narrow = !type.possible().isSubsetOf(types);
      typed |= narrow || entry.name().equals("__typename");
      FieldDefinition field = on.field(entry.name());
      if (field != null) {
        CompositeType below = schema.find(field.type().name());
        result.add(
            new RepresentationField(
                entry.name(),
                slots.slot(entry.name(), entry.arguments()).number(),
                narrow ? types : null,
                key,
                below == null ? List.of() : representation(entry.selection(), below, key)));
      }
    }
    if (typed) {
      result.addFirst(new RepresentationField("__typename", Slot.TYPENAME, null, false, List.of()));
    }
    return result;
  }

  private CompositeType on(FieldSet.Entry entry, CompositeType type) {
    @Nullable String condition = entry.typeCondition();
    return condition == null ? type : schema.composite(condition);
  }
}
