package ai.kompl.federation.operation;

import ai.kompl.federation.operation.NormalSelection.DeferredFragment;
import ai.kompl.federation.operation.NormalSelection.Occurrence;
import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.schema.TypeSet;
import java.util.ArrayList;
import java.util.HashMap;
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
  private final List<Occurrence> met = new ArrayList<>();
  private final List<DeferredFragment> deferred = new ArrayList<>();

  void add(NormalField field) {
    meet(new Occurrence(field.responseKey(), field.types(), field.condition()));
    merge(field);
  }

  void add(DeferredFragment fragment) {
    if (!fragment.selection().isEmpty()) {
      deferred.add(fragment);
    }
  }

  NormalSelection selection() {
    List<NormalField> fields = new ArrayList<>();
    byKey.values().forEach(fields::addAll);
    return new NormalSelection(fields, isInOrder() ? List.of() : met, deferred);
  }

  /** Notes where a key was met, unless it stands further up whenever it stands here. */
  private void meet(Occurrence occurrence) {
    for (Occurrence before : met) {
      boolean covered =
          before.responseKey().equals(occurrence.responseKey())
              && (before.condition().always() || before.condition().equals(occurrence.condition()))
              && occurrence.types().isSubsetOf(before.types());
      if (covered) {
        return;
      }
    }
    met.add(occurrence);
  }

  /**
   * Whether the keys in the order in which any type met them first are in the right order for each
   * type and with every condition (GraphQL specification, 6.3.2: CollectFields).
   */
  private boolean isInOrder() {
    Map<String, Integer> positions = new HashMap<>();
    byKey.keySet().forEach(key -> positions.put(key, positions.size()));
    TypeSet types = TypeSet.empty();
    for (Occurrence occurrence : met) {
      types = types.or(occurrence.types());
    }
    boolean[] inOrder = {true};
    types.forEach(type -> inOrder[0] &= isInOrder(type, positions));
    return inOrder[0];
  }

  private boolean isInOrder(int type, Map<String, Integer> positions) {
    Map<String, Condition> first = new HashMap<>();
    int last = -1;
    for (Occurrence occurrence : met) {
      if (!occurrence.types().contains(type)) {
        continue;
      }
      String key = occurrence.responseKey();
      Condition before = first.putIfAbsent(key, occurrence.condition());
      int position = positions.getOrDefault(key, -1);
      boolean moves = before == null ? position < last : isLater(before, occurrence.condition());
      if (moves) {
        return false;
      }
      last = Math.max(last, position);
    }
    return true;
  }

  /** Whether a key can stand here without standing where it was met before. */
  private static boolean isLater(Condition before, Condition here) {
    return !before.always() && !before.equals(here);
  }

  private void merge(NormalField field) {
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
          present.add(++index, other.with(rest));
        }
      }
    }
    if (!left.isEmpty()) {
      addRest(present, field.with(left));
    }
  }

  private static void addRest(List<NormalField> present, NormalField rest) {
    for (int index = 0; index < present.size(); index++) {
      NormalField other = present.get(index);
      if (sameBesidesTypes(other, rest)) {
        present.set(index, other.with(other.types().or(rest.types())));
        return;
      }
    }
    present.add(rest);
  }

  private static boolean sameBesidesTypes(NormalField one, NormalField other) {
    return one.name().equals(other.name())
        && one.arguments().equals(other.arguments())
        && one.condition().equals(other.condition())
        && one.granted().equals(other.granted())
        && one.type().equals(other.type())
        && one.selection().equals(other.selection());
  }

  private static NormalField join(NormalField one, NormalField other, TypeSet types) {
    Condition either = Conditions.or(one.condition(), other.condition());
    Condition granted = Conditions.or(one.granted(), other.granted());
    if (one.isLeaf()) {
      return one.with(types, either, granted, NormalSelection.NONE);
    }
    FieldMerge below = new FieldMerge();
    boolean alike = one.condition().equals(other.condition());
    boolean alikeGranted = alike && one.granted().equals(other.granted());
    for (NormalField parent : List.of(one, other)) {
      // Joined parents with unlike conditions: each keeps its own on what it alone selects.
      below.takeOver(
          parent.selection(),
          alike ? Condition.ALWAYS : parent.condition(),
          alikeGranted ? Condition.ALWAYS : parent.granted());
    }
    return one.with(types, either, granted, below.selection());
  }

  private void takeOver(NormalSelection selection, Condition parent, Condition granted) {
    for (Occurrence occurrence : selection.order()) {
      meet(occurrence.within(parent));
    }
    for (NormalField child : selection.fields()) {
      NormalField guarded = child.within(parent, granted);
      if (selection.order().isEmpty()) {
        add(guarded);
      } else {
        merge(guarded);
      }
    }
    for (DeferredFragment fragment : selection.deferred()) {
      add(fragment.within(parent, granted));
    }
  }
}
