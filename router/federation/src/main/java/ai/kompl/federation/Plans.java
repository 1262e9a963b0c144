package ai.kompl.federation;

import ai.kompl.federation.plan.EntityReference.KeyField;
import ai.kompl.federation.shape.PlanShape;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The plans of an operation.
 *
 * @param whole gives the whole response at once; null for a subscription, which is planned per
 *     entity type
 * @param inParts gives what is deferred in parts of its own; null when nothing is
 * @param fromEntity gives the plan from an entity's type and its key fields
 */
record Plans(
    @Nullable PlanShape whole,
    @Nullable Supplier<PlanShape> inParts,
    BiFunction<String, List<KeyField>, PlanShape> fromEntity) {}
