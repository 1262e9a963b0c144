package ai.kompl.federation.planner;

import ai.kompl.federation.planner.Cursor.CursorField;
import ai.kompl.federation.schema.CompositeType;
import ai.kompl.federation.schema.FieldDefinition;
import ai.kompl.federation.schema.FieldInSubgraph;
import ai.kompl.federation.schema.SupergraphSchema;
import ai.kompl.federation.schema.TypeInSubgraph;
import ai.kompl.federation.schema.TypeSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * On which type of a subgraph a field is selected: the one that the place has there, an interface,
 * or each object type by itself. A type that stands for several stands for no object that the field
 * is not wanted of: the subgraph may not be the one to ask for that object's field.
 */
final class FieldHolders {
  private static final int FRAGMENT = "... on  {} ".length();

  private final SupergraphSchema schema;
  private final TypeSet hidden;

  /**
   * For one plan.
   *
   * @param hidden the object types that clients never see, whatever is selected of them
   */
  FieldHolders(SupergraphSchema schema, TypeSet hidden) {
    this.schema = schema;
    this.hidden = hidden;
  }

  /**
   * The fields of a selection, by where they stand: on the place's own type first, then in
   * fragments.
   */
  record Placing(
      List<CursorField> direct,
      Map<CompositeType, List<CursorField>> shared,
      Map<CompositeType, List<CursorField>> single) {}

  Placing place(Cursor cursor) {
    Placing placing = new Placing(new ArrayList<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    List<CursorField> narrowed = new ArrayList<>();
    for (CursorField field : cursor.fields()) {
      if (field.written()) {
        (isDirect(cursor, field) ? placing.direct() : narrowed).add(field);
      }
    }
    if (!narrowed.isEmpty()) {
      TypeSet possible = possible(cursor);
      share(possible, narrowed, placing);
      for (CursorField field : narrowed) {
        possible
            .and(field.types())
            .forEach(type ->
                placing
                    .single()
                    .computeIfAbsent(schema.object(type), _ -> new ArrayList<>())
                    .add(field));
      }
    }
    return placing;
  }

  /** The types that objects of a selection can have where the subgraph gives them. */
  private static TypeSet possible(Cursor cursor) {
    TypeSet all = TypeSet.empty();
    if (cursor.type() == null) {
      for (CursorField field : cursor.fields()) {
        all = all.or(field.types());
      }
      return all;
    }
    TypeInSubgraph there = cursor.type().in(cursor.subgraph());
    return there == null ? TypeSet.empty() : there.possible();
  }

  /** Whether a field can be selected on the place's own type, without a fragment. */
  private boolean isDirect(Cursor cursor, CursorField field) {
    CompositeType type = cursor.type();
    if (type == null || field.need().isTypename()) {
      return type != null;
    }
    TypeInSubgraph there = Objects.requireNonNull(type.in(cursor.subgraph()));
    if (type.kind() == CompositeType.Kind.OBJECT || there.interfaceObject()) {
      return true;
    }
    return there.possible().minus(hidden).isSubsetOf(field.types())
        && hasField(type, there.possible().minus(hidden), field);
  }

  /** Moves fields into fragments on interfaces where that makes the text shorter. */
  private void share(TypeSet possible, List<CursorField> fields, Placing placing) {
    Map<CompositeType, List<CursorField>> byInterface = new LinkedHashMap<>();
    List<CursorField> rest = new ArrayList<>();
    for (CursorField field : fields) {
      CompositeType shared = sharedBy(possible, field);
      if (shared == null) {
        rest.add(field);
      } else {
        byInterface.computeIfAbsent(shared, _ -> new ArrayList<>()).add(field);
      }
    }
    TypeSet fragmented = TypeSet.empty();
    for (CursorField field : rest) {
      fragmented = fragmented.or(possible.and(field.types()));
    }
    TypeSet anyway = fragmented;
    byInterface.forEach((shared, shareable) -> {
      if (saved(possible, shared, shareable, anyway) > 0) {
        placing.shared().put(shared, shareable);
        fields.removeAll(shareable);
      }
    });
  }

  /** How many characters shorter it gets at least, if any. */
  private static int saved(
      TypeSet possible, CompositeType shared, List<CursorField> fields, TypeSet fragmentedAnyway) {
    int saved = -FRAGMENT - shared.name().length();
    TypeSet types = TypeSet.empty();
    for (CursorField field : fields) {
      TypeSet wanted = possible.and(field.types());
      types = types.or(wanted);
      saved += (wanted.size() - 1) * (field.need().name().length() + 1);
    }
    return saved + types.minus(fragmentedAnyway).size() * FRAGMENT;
  }

  /** An interface of the subgraph that stands for just the objects that a field is wanted of. */
  private @Nullable CompositeType sharedBy(TypeSet possible, CursorField field) {
    TypeSet wanted = possible.and(field.types());
    if (wanted.size() < 2) {
      return null;
    }
    for (String name : schema.object(wanted.first()).interfaces()) {
      CompositeType candidate = schema.composite(name);
      TypeInSubgraph there = candidate.in(field.subgraph());
      if (there != null
          && !there.interfaceObject()
          && wanted.isSubsetOf(there.possible())
          && possible.and(there.possible()).minus(hidden).isSubsetOf(wanted)
          && hasField(candidate, wanted, field)) {
        return candidate;
      }
    }
    return null;
  }

  /**
   * Whether the subgraph has the field on a type just as the objects have it: with the same type
   * below, and with all arguments.
   */
  private boolean hasField(CompositeType type, TypeSet objects, CursorField field) {
    FieldDefinition declared = type.field(field.need().name());
    FieldInSubgraph there = declared == null ? null : declared.in(field.subgraph());
    if (declared == null || there == null) {
      return false;
    }
    Cursor child = field.child();
    CompositeType below = child == null ? null : child.type();
    // An implementation may narrow the field's type; the selection below is made for that one.
    if (below != null && !below.name().equals(there.type().name())) {
      return false;
    }
    boolean plain = field.need().arguments().isEmpty() && !schema.hasContexts();
    return plain || objects.allMatch(object -> takesAll(declared, there, object, field));
  }

  /** An implementation may have arguments that its interface has not. */
  private boolean takesAll(
      FieldDefinition declared, FieldInSubgraph there, int object, CursorField field) {
    FieldDefinition own = schema.object(object).field(declared.name());
    FieldInSubgraph ownThere = own == null ? null : own.in(field.subgraph());
    return own != null
        && ownThere != null
        && declared.arguments().containsAll(own.arguments())
        && there.contextArguments().equals(ownThere.contextArguments());
  }
}
