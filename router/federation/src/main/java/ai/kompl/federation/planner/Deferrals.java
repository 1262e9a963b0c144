package ai.kompl.federation.planner;

import ai.kompl.federation.graph.PathSources;
import ai.kompl.federation.graph.QueryGraph;
import ai.kompl.federation.operation.NormalField;
import ai.kompl.federation.operation.NormalSelection;
import ai.kompl.federation.operation.NormalSelection.DeferredFragment;
import ai.kompl.federation.plan.EntityLookup.Step;
import ai.kompl.federation.schema.TypeSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the deferred fragments of an operation need, by the place of the objects that they are for.
 * It is planned apart from the rest, so that the first response waits for none of it.
 */
final class Deferrals {
  private final QueryGraph graph;
  private final NeedsBuilder needs;
  private final Map<List<Integer>, List<Deferral>> byPlace = new HashMap<>();

  /**
   * A deferred fragment.
   *
   * @param part the part of the response that it makes
   * @param within the part that it stands in; zero for the first response
   * @param needs what it needs of the objects at its place
   */
  record Deferral(int part, int within, Needs needs) {}

  Deferrals(QueryGraph graph, NeedsBuilder needs) {
    this.graph = graph;
    this.needs = needs;
  }

  /** Those for objects at a place that stand in a part of the response. */
  List<Deferral> at(List<Step> place, int within) {
    if (byPlace.isEmpty()) {
      return List.of();
    }
    List<Integer> slots = place.stream().map(Step::slot).toList();
    return byPlace.getOrDefault(slots, List.of()).stream()
        .filter(deferral -> deferral.within() == within)
        .toList();
  }

  /** Takes up the fragments of an operation's root selection and below. */
  void addAll(NormalSelection root, TypeSet possible, @Nullable PathSources path) {
    if (root.defers()) {
      new Walk(List.of(), null, possible, path).selection(root, 0);
    }
  }

  /** Where the walk is; {@code field} gives the objects there, null stands for the root. */
  private final class Walk {
    private final List<Integer> slots;
    private final @Nullable NormalField field;
    private final TypeSet possible;
    private final @Nullable PathSources path;

    Walk(
        List<Integer> slots,
        @Nullable NormalField field,
        TypeSet possible,
        @Nullable PathSources path) {
      this.slots = slots;
      this.field = field;
      this.possible = possible;
      this.path = path;
    }

    void selection(NormalSelection selection, int within) {
      for (NormalField child : selection.fields()) {
        if (child.selection().defers()) {
          into(child).selection(child.selection(), within);
        }
      }
      for (DeferredFragment fragment : selection.deferred()) {
        byPlace
            .computeIfAbsent(slots, _ -> new ArrayList<>())
            .add(new Deferral(fragment.part(), within, needs(fragment)));
        selection(fragment.selection(), fragment.part());
      }
    }

    private Walk into(NormalField child) {
      List<Integer> below = new ArrayList<>(slots);
      below.add(needs.slots().slot(child.name(), child.arguments()).number());
      PathSources sources = path == null ? null : path.into(graph, child.types(), child.name());
      return new Walk(List.copyOf(below), child, NeedsBuilder.possible(child.type()), sources);
    }

    private Needs needs(DeferredFragment fragment) {
      List<NormalField> fields = fragment.selection().fields();
      Needs plain =
          field == null ? needs.needs(fields, possible, path) : needs.below(field, fields, path);
      return plain.when(fragment.condition(), needs.pool());
    }
  }
}
