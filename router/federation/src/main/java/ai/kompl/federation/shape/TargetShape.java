package ai.kompl.federation.shape;

import ai.kompl.federation.plan.AnswerSelection;
import ai.kompl.federation.plan.ContextVariable;
import ai.kompl.federation.plan.EntityLookup.Target;
import ai.kompl.federation.plan.Representation;
import ai.kompl.federation.plan.Slot;
import ai.kompl.federation.schema.TypeSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A place in the store that an answer is merged into, and how to get there. */
public final class TargetShape {
  private final Target target;
  private final StepShape[] steps;
  private final Layout layout;
  private final int typename;
  private final int[] merge;
  private final RepresentationShape[] representations;
  private final List<ContextShape> contexts;

  TargetShape(
      Target target,
      Layout root,
      AnswerSelection answer,
      List<Representation> representations,
      List<ContextVariable> contexts,
      TypeNames names) {
    this.target = target;
    this.steps = new StepShape[target.steps().size()];
    Layout at = root;
    List<Layout> path = new ArrayList<>();
    path.add(root);
    for (int i = 0; i < steps.length; i++) {
      int index = at.indexOf(target.steps().get(i).slot());
      Layout child = at.child(index);
      at = child == null ? at : child;
      path.add(at);
      steps[i] = new StepShape(index, target.steps().get(i).types(), at.indexOf(Slot.TYPENAME));
    }
    this.layout = at;
    this.typename = at.indexOf(Slot.TYPENAME);
    this.merge = new int[answer.fields().size()];
    for (int i = 0; i < merge.length; i++) {
      merge[i] = at.indexOf(answer.fields().get(i).slot());
    }
    this.representations = new RepresentationShape[representations.size()];
    for (int i = 0; i < this.representations.length; i++) {
      this.representations[i] = RepresentationShape.of(representations.get(i), at, names);
    }
    this.contexts = contexts.stream().map(each -> ContextShape.of(each, path)).toList();
  }

  /** The path in the plan's own terms. */
  public Target target() {
    return target;
  }

  /** How many steps lead to the place. */
  public int depth() {
    return steps.length;
  }

  /** A step. */
  public StepShape step(int number) {
    return steps[number];
  }

  /** The layout of the objects at the place. */
  public Layout layout() {
    return layout;
  }

  /** Where the objects have their run-time type, or {@link Layout#NOWHERE}. */
  public int typename() {
    return typename;
  }

  /** Where an object takes the value of this field of the answer. */
  public int mergeIndex(int answerField) {
    return merge[answerField];
  }

  /** Where the lookup's contexts have their values for these objects, by number. */
  public List<ContextShape> contexts() {
    return contexts;
  }

  /** How an object of this type is sent; null when it is not. -1 is an object without a type. */
  public @Nullable RepresentationShape representation(int type) {
    for (RepresentationShape representation : representations) {
      if (type < 0 || representation.types().contains(type)) {
        return representation;
      }
    }
    return null;
  }

  /**
   * A step of the path.
   *
   * @param index where the value lies in the object above
   * @param types which objects to keep; null for all
   * @param typename where the objects reached have their type, or {@link Layout#NOWHERE}
   */
  public record StepShape(int index, @Nullable TypeSet types, int typename) {}
}
