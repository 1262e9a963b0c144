package ai.kompl.federation.planner;

import ai.kompl.federation.graph.PathSources;
import ai.kompl.federation.graph.QueryGraph;
import ai.kompl.federation.operation.NormalField;
import ai.kompl.federation.operation.NormalSelection;
import ai.kompl.federation.operation.NormalSelection.DeferredFragment;
import ai.kompl.federation.operation.NormalSelection.Occurrence;
import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.plan.Representation.RepresentationField;
import ai.kompl.federation.plan.ResponseSelection;
import ai.kompl.federation.plan.ResponseSelection.DeferredSelection;
import ai.kompl.federation.plan.ResponseSelection.ResponseField;
import ai.kompl.federation.plan.ResponseSelection.Source;
import ai.kompl.federation.plan.Slot;
import ai.kompl.federation.schema.CompositeType;
import ai.kompl.federation.schema.CompositeType.Kind;
import ai.kompl.federation.schema.FieldDefinition;
import ai.kompl.federation.schema.FieldSet;
import ai.kompl.federation.schema.OutputType;
import ai.kompl.federation.schema.SupergraphSchema;
import ai.kompl.federation.schema.TypeSet;
import java.util.ArrayList;
import java.util.List;
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
    List<Need> needs = new ArrayList<>();
    for (NormalField field : fields) {
      if (!field.isIntrospection() && !(field.isTypename() && possible.size() == 1)) {
        needs.add(need(field, path));
      }
    }
    boolean typed = fields.stream().anyMatch(field -> !possible.isSubsetOf(field.types()));
    if (typed && needs.stream().noneMatch(Need::isTypename)) {
      needs.add(typename(possible));
    }
    return pool.intern(needs);
  }

  private Need need(NormalField field, @Nullable PathSources path) {
    Slot slot = slots.slot(field.name(), field.arguments());
    PathSources below = path == null ? null : path.into(graph, field.types(), field.name());
    Needs children = below(field, field.children(), below);
    return new Need(
        slot,
        field.arguments(),
        field.variables(),
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
    Needs children = needs(selected, possible(field.type()), sources);
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
    return new Need(slot, "", Set.of(), possible, Condition.ALWAYS, true, pool.none());
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
                types,
                condition,
                below == null,
                below == null ? pool.none() : needs(entry.selection(), below, Condition.ALWAYS)));
      }
    }
    if (typed || (type.kind() != Kind.OBJECT && needsTypename(fieldSet))) {
      needs.add(typename(type.possible()));
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
