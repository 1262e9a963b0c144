package ai.kompl.federation.planner;

import ai.kompl.federation.plan.ContextVariable.ContextSource;
import ai.kompl.federation.plan.EntityLookup.Step;
import ai.kompl.federation.plan.Representation.RepresentationField;
import ai.kompl.federation.schema.ContextArgument;
import ai.kompl.federation.schema.TypeSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which fetches give the values of contexts, so that those which take them wait. Only when all is
 * committed is it known where a value comes from: it may lie in a fetch committed later.
 */
final class ContextDependencies {
  private final Map<List<Integer>, List<Writer>> writers = new HashMap<>();
  private final List<Taker> takers = new ArrayList<>();

  private record Writer(FetchNode fetch, TypeSet types) {}

  private record Taker(FetchNode fetch, List<Integer> place, ContextSource source) {}

  /** Notes that a fetch gives a slot of objects of some types at a place. */
  void wrote(FetchNode fetch, List<Step> place, int slot, TypeSet types) {
    writers
        .computeIfAbsent(with(slots(place), slot), _ -> new ArrayList<>())
        .add(new Writer(fetch, types));
  }

  /** Notes that a fetch takes values from contexts for objects at a place. */
  void takes(FetchNode fetch, List<Step> place, Need need, List<ContextArgument> contextArguments) {
    for (ContextArgument argument : contextArguments) {
      for (ContextSource source : need.contexts().getOrDefault(argument, List.of())) {
        takers.add(new Taker(fetch, slots(place), source));
      }
    }
  }

  /**
   * Makes the takers wait.
   *
   * @throws UnplannableException when a value waits for the very fetch that takes it
   */
  void apply(FetchGraph graph) {
    for (Taker taker : takers) {
      List<Integer> place =
          taker.place().subList(0, taker.place().size() - taker.source().levels());
      TypeSet types = taker.source().types();
      for (RepresentationField field : taker.source().selection()) {
        wait(taker.fetch(), graph, place, field, types == null ? field.types() : types);
      }
    }
  }

  private void wait(
      FetchNode taker,
      FetchGraph graph,
      List<Integer> place,
      RepresentationField field,
      @Nullable TypeSet types) {
    List<Integer> at = with(place, field.slot());
    for (Writer writer : writers.getOrDefault(at, List.of())) {
      boolean meant = types == null || writer.types().isEmpty() || types.intersects(writer.types());
      if (meant && !writer.fetch().equals(taker)) {
        if (graph.waitsFor(writer.fetch(), taker)) {
          throw new UnplannableException(
              "The value of a context at " + field.name() + " waits for a field that takes it.");
        }
        taker.dependsOn().add(writer.fetch());
      }
    }
    for (RepresentationField below : field.fields()) {
      wait(taker, graph, at, below, null);
    }
  }

  private static List<Integer> slots(List<Step> place) {
    return place.stream().map(Step::slot).toList();
  }

  private static List<Integer> with(List<Integer> place, int slot) {
    List<Integer> longer = new ArrayList<>(place);
    longer.add(slot);
    return longer;
  }
}
