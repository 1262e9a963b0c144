package ai.kompl.federation.operation;

import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.schema.TypeSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Merges the fields of one selection (GraphQL specification, 6.3.2): fields of the same response
 * key are split until the object types they are for are equal or do not overlap, and then joined.
 *
 * <pre>
 *   {A B} x { a }          {A} x { a b }
 *   {A}   x { b }    =>    {B} x { a }
 * </pre>
 */
final class FieldMerge {
  private final Map<String, List<NormalField>> byKey = new LinkedHashMap<>();

  void add(NormalField field) {
    List<NormalField> present = byKey.computeIfAbsent(field.responseKey(), _ -> new ArrayList<>());
    TypeSet left = field.types();
    for (int index = 0; index < present.size() && !left.isEmpty(); index++) {
      NormalField other = present.get(index);
      TypeSet both = other.types().and(left);
      if (both.isEmpty()) {
        continue;
      }
      left = left.minus(both);
      NormalField joined = join(other, field, both);
      TypeSet rest = other.types().minus(both);
      present.set(index, joined);
      if (!rest.isEmpty()) {
        if (sameBesidesTypes(joined, other)) {
          present.set(index, other);
        } else {
          present.add(++index, other.with(rest, other.condition(), other.children()));
        }
      }
    }
    if (!left.isEmpty()) {
      addRest(present, field.with(left, field.condition(), field.children()));
    }
  }

  List<NormalField> fields() {
    List<NormalField> fields = new ArrayList<>();
    byKey.values().forEach(fields::addAll);
    return fields;
  }

  private static void addRest(List<NormalField> present, NormalField rest) {
    for (int index = 0; index < present.size(); index++) {
      NormalField other = present.get(index);
      if (sameBesidesTypes(other, rest)) {
        present.set(
            index, other.with(other.types().or(rest.types()), other.condition(), other.children()));
        return;
      }
    }
    present.add(rest);
  }

  private static boolean sameBesidesTypes(NormalField one, NormalField other) {
    return one.name().equals(other.name())
        && one.arguments().equals(other.arguments())
        && one.condition().equals(other.condition())
        && one.type().equals(other.type())
        && one.children().equals(other.children());
  }

  private static NormalField join(NormalField one, NormalField other, TypeSet types) {
    if (one.children().isEmpty()) {
      return one.with(types, Conditions.or(one.condition(), other.condition()), List.of());
    }
    FieldMerge children = new FieldMerge();
    boolean sameCondition = one.condition().equals(other.condition());
    for (NormalField parent : List.of(one, other)) {
      for (NormalField child : parent.children()) {
        // Joined parents with unlike conditions: each keeps its own on what it alone selects.
        Condition own =
            sameCondition
                ? child.condition()
                : Conditions.and(parent.condition(), child.condition());
        children.add(child.with(child.types(), own, child.children()));
      }
    }
    return one.with(types, Conditions.or(one.condition(), other.condition()), children.fields());
  }
}
