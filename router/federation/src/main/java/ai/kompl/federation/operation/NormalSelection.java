package ai.kompl.federation.operation;

import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.schema.TypeSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is selected of an object.
 *
 * @param fields the fields of the first response, equal ones merged
 * @param order where the keys of the answer were met, when that order differs from the fields' for
 *     some type or condition; else empty
 * @param deferred the fragments that follow the first response
 */
public record NormalSelection(
    List<NormalField> fields, List<Occurrence> order, List<DeferredFragment> deferred) {
  /** Nothing: the selection of a leaf. */
  public static final NormalSelection NONE = new NormalSelection(List.of(), List.of(), List.of());

  /** Copies the lists. */
  public NormalSelection {
    fields = List.copyOf(fields);
    order = List.copyOf(order);
    deferred = List.copyOf(deferred);
  }

  /** Whether nothing is selected. */
  public boolean isEmpty() {
    return fields.isEmpty() && deferred.isEmpty();
  }

  /** Whether a field of this object, deferred or not, is answered from the API schema. */
  public boolean introspects() {
    return fields.stream().anyMatch(NormalField::isIntrospection)
        || deferred.stream().anyMatch(fragment -> fragment.selection().introspects());
  }

  /** Whether a fragment here or below follows the first response. */
  public boolean defers() {
    if (!deferred.isEmpty()) {
      return true;
    }
    for (NormalField field : fields) {
      if (field.selection().defers()) {
        return true;
      }
    }
    return false;
  }

  /** The same where what is around it may be seen only under a condition. */
  NormalSelection seen(Condition granted) {
    return granted.always()
        ? this
        : new NormalSelection(
            fields.stream().map(field -> field.within(Condition.ALWAYS, granted)).toList(),
            order,
            deferred.stream().map(part -> part.within(Condition.ALWAYS, granted)).toList());
  }

  /**
   * The same where everything here and below is selected, and may be seen, only under conditions.
   * Where a response comes in parts, an object being there does not tell for which of them.
   */
  NormalSelection throughout(Condition condition, Condition granted) {
    if (condition.always() && granted.always()) {
      return this;
    }
    return new NormalSelection(
        fields.stream()
            .map(field -> field.within(condition, granted))
            .map(field ->
                field.with(
                    field.types(),
                    field.condition(),
                    field.granted(),
                    field.selection().throughout(condition, granted)))
            .toList(),
        order.stream().map(key -> key.within(condition)).toList(),
        deferred.stream().map(part -> part.throughout(condition, granted)).toList());
  }

  /**
   * A key of the answer where it was met.
   *
   * @param types the object types that have it there
   * @param condition when they have it
   */
  public record Occurrence(String responseKey, TypeSet types, Condition condition) {
    /** The same below a parent that is selected only under a condition. */
    Occurrence within(Condition parent) {
      return new Occurrence(responseKey, types, Conditions.and(parent, condition));
    }
  }

  /**
   * A fragment with {@code @defer}.
   *
   * @param part its number among the parts of the response, from one
   * @param label what the client calls it; null without a label
   * @param types the object types that it is for
   * @param condition when it takes part at all
   * @param selection what it selects
   */
  public record DeferredFragment(
      int part,
      @Nullable String label,
      TypeSet types,
      Condition condition,
      NormalSelection selection) {
    /** The same below a parent that is selected, and may be seen, only under conditions. */
    DeferredFragment within(Condition parent, Condition parentGranted) {
      Condition both = Conditions.and(parent, condition);
      return new DeferredFragment(part, label, types, both, selection.seen(parentGranted));
    }

    private DeferredFragment throughout(Condition parent, Condition parentGranted) {
      Condition both = Conditions.and(parent, condition);
      NormalSelection inside = selection.throughout(parent, parentGranted);
      return new DeferredFragment(part, label, types, both, inside);
    }
  }
}
