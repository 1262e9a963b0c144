package ai.kompl.federation.shape;

import ai.kompl.federation.plan.AnswerSelection;
import ai.kompl.federation.plan.AnswerSelection.AnswerField;
import ai.kompl.federation.shape.VerbatimShape.Member;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the values that can go from an answer to the client as they are. That is so where one
 * answer alone gives a subtree, nothing looks into it on the way, and every place of the response
 * that shows it wants the very keys that the answer has, in their order and without conditions.
 */
final class VerbatimCompiler {
  private final IdentityHashMap<Layout, List<ResponseShape>> shown = new IdentityHashMap<>();

  VerbatimCompiler(Layout root, ResponseShape response) {
    note(root, response);
  }

  private void note(Layout layout, ResponseShape shape) {
    shown.computeIfAbsent(layout, _ -> new ArrayList<>(1)).add(shape);
    for (int i = 0; i < shape.fieldCount(); i++) {
      Layout child = layout.child(shape.field(i).index());
      if (child != null) {
        note(child, shape.field(i).below());
      }
    }
    for (int i = 0; i < shape.deferredCount(); i++) {
      note(layout, shape.deferred(i).shape());
    }
  }

  /**
   * The form of a field's value that can be handed on as it is, or null.
   *
   * @param places the layouts of the objects that take the value
   */
  @Nullable VerbatimShape field(AnswerField field, List<Layout> places) {
    ValueShape value = agreed(field.slot(), places);
    Layout child = places.getFirst().child(places.getFirst().indexOf(field.slot()));
    return value == null || child == null || !value.innermost().isOneType()
        ? null
        : composite(value, field.selection(), child);
  }

  private @Nullable VerbatimShape composite(
      ValueShape value, AnswerSelection answer, Layout layout) {
    List<ResponseShape> shapes = shown.getOrDefault(layout, List.of());
    if (layout.handled() || shapes.isEmpty()) {
      return null;
    }
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < answer.fields().size(); i++) {
      AnswerField field = answer.fields().get(i);
      for (ResponseShape shape : shapes) {
        if (!shape.isPlain(answer.fields().size())
            || !shape.field(i).isAlways(field.responseKey(), field.slot())) {
          return null;
        }
      }
      VerbatimShape below = below(field, layout);
      if (below == null) {
        return null;
      }
      members.add(new Member(shapes.getFirst().field(i).quoted(), below));
    }
    return members.isEmpty() ? null : VerbatimShape.of(value, members);
  }

  private @Nullable VerbatimShape below(AnswerField field, Layout layout) {
    if (!field.leaf()) {
      return field(field, List.of(layout));
    }
    ValueShape value = agreed(field.slot(), List.of(layout));
    return value == null ? null : VerbatimShape.of(value, List.of());
  }

  /** What all places that show a slot say of its value; null where they differ or are none. */
  private @Nullable ValueShape agreed(int slot, List<Layout> places) {
    List<ValueShape> values =
        places.stream()
            .flatMap(place -> shown.getOrDefault(place, List.of()).stream())
            .flatMap(shape -> shape.showing(slot))
            .toList();
    boolean same = values.stream().allMatch(value -> value.same(values.getFirst()));
    return same && !values.isEmpty() ? values.getFirst() : null;
  }
}
