package ai.kompl.federation.planner;

import ai.kompl.federation.operation.Conditions;
import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.schema.CompositeType;
import ai.kompl.federation.schema.TypeInSubgraph;
import ai.kompl.federation.schema.TypeSet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A selection of a fetch while the fetch is being put together. */
final class Cursor {
  private final int subgraph;
  private final @Nullable CompositeType type;
  private final boolean oneType;
  private final List<CursorField> fields = new ArrayList<>();

  /**
   * An empty selection.
   *
   * @param type the type that the subgraph gives the place; null for entities of any type
   */
  Cursor(int subgraph, @Nullable CompositeType type) {
    this.subgraph = subgraph;
    this.type = type;
    this.oneType = type != null && isOneType(type, subgraph);
  }

  /** Whether the subgraph has only one type at the place, so that fields need no conditions. */
  private static boolean isOneType(CompositeType type, int subgraph) {
    TypeInSubgraph there = subgraph < 0 ? null : type.in(subgraph);
    return type.kind() == CompositeType.Kind.OBJECT || (there != null && there.interfaceObject());
  }

  int subgraph() {
    return subgraph;
  }

  @Nullable CompositeType type() {
    return type;
  }

  List<CursorField> fields() {
    return fields;
  }

  /** Whether the subgraph has only one type at the place. */
  boolean oneType() {
    return oneType;
  }

  /** Lets one field stand for others that are written alike on other object types. */
  void replaceFields(List<CursorField> joined) {
    fields.clear();
    fields.addAll(joined);
  }

  /** Whether writing it would give nothing. */
  boolean isEmpty() {
    for (CursorField field : fields) {
      if (field.written()) {
        return false;
      }
    }
    return true;
  }

  /** Adds a field that is wanted whenever its need says so. */
  CursorField add(Need need, TypeSet forTypes, @Nullable CompositeType belowType) {
    CursorField field = find(need, forTypes, belowType);
    field.wanted = Conditions.or(field.wanted, need.condition());
    return field;
  }

  /** Adds a field that is wanted whenever anything of another selection is. */
  CursorField addFor(Cursor taker, Need need, TypeSet forTypes, @Nullable CompositeType belowType) {
    CursorField field = find(need, forTypes, belowType);
    field.takers.add(taker);
    return field;
  }

  /** When anything of it is wanted. */
  Condition wanted() {
    Condition any = Conditions.NEVER;
    for (CursorField field : fields) {
      if (field.written()) {
        any = Conditions.or(any, field.wanted());
      }
    }
    return any;
  }

  /** Adds a field, or finds it where it is already selected in the same way. */
  private CursorField find(Need need, TypeSet forTypes, @Nullable CompositeType belowType) {
    TypeSet types = oneType ? TypeSet.empty() : forTypes;
    for (CursorField field : fields) {
      if (field.need.slot().equals(need.slot()) && field.types.equals(types)) {
        if (need.leaf()) {
          field.condition = Conditions.or(field.condition, need.condition());
          return field;
        }
        if (field.condition.equals(need.condition())) {
          return field;
        }
      }
    }
    Cursor child = need.leaf() ? null : new Cursor(subgraph, belowType);
    CursorField added = new CursorField(subgraph, need, types, child);
    fields.add(added);
    return added;
  }

  /** Takes over the fields of another selection of the same kind. */
  void addAll(Cursor other) {
    for (CursorField field : other.fields) {
      CursorField mine =
          find(
              field.need.with(field.types, field.condition, field.need.children()),
              field.types,
              field.child == null ? null : field.child.type());
      mine.required |= field.required;
      mine.wantWith(field);
      if (field.child != null && mine.child != null) {
        mine.child.addAll(field.child);
      }
    }
  }

  /** A selected field. */
  static final class CursorField {
    private final int subgraph;
    private final Need need;
    private final TypeSet types;
    private final @Nullable Cursor child;
    private final Set<Cursor> takers = new LinkedHashSet<>();
    private Condition condition;
    private Condition wanted = Conditions.NEVER;
    private boolean required;

    private CursorField(int subgraph, Need need, TypeSet types, @Nullable Cursor child) {
      this.subgraph = subgraph;
      this.need = need;
      this.types = types;
      this.condition = need.condition();
      this.child = child;
    }

    int subgraph() {
      return subgraph;
    }

    Need need() {
      return need;
    }

    TypeSet types() {
      return types;
    }

    /** When it is selected. */
    Condition condition() {
      return condition;
    }

    Set<String> variables() {
      return need.variables();
    }

    @Nullable Cursor child() {
      return child;
    }

    /** Says that the object itself comes from here, even when nothing is selected of it. */
    void require() {
      required = true;
    }

    /** The same field with the same selection, on other object types. */
    CursorField on(TypeSet otherTypes) {
      CursorField field = new CursorField(subgraph, need, otherTypes, child);
      field.condition = condition;
      field.required = required;
      field.wantWith(this);
      return field;
    }

    /** Is wanted from now on whenever the other is, too. */
    void wantWith(CursorField other) {
      wanted = Conditions.or(wanted, other.wanted);
      takers.addAll(other.takers);
    }

    /**
     * When its value is of use, which may be more seldom than it is selected: a key that only
     * denied fields are looked up by is in the text all the same.
     */
    Condition wanted() {
      // What takes keys never comes before what gives them, so that this ends; once is enough.
      for (Cursor taker : takers) {
        wanted = Conditions.or(wanted, taker.wanted());
      }
      if (!takers.isEmpty()) {
        takers.clear();
      }
      return wanted;
    }

    /** Whether the field belongs in the text: composites only with a reason. */
    boolean written() {
      return child == null || required || !child.isEmpty();
    }
  }
}
