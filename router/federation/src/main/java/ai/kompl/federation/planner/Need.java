package ai.kompl.federation.planner;

import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.plan.ContextVariable.ContextSource;
import ai.kompl.federation.plan.Slot;
import ai.kompl.federation.schema.ContextArgument;
import ai.kompl.federation.schema.TypeSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A field that must be fetched, for the client or for another fetch.
 *
 * @param slot the slot that it fills
 * @param arguments its arguments in one normal form
 * @param variables the variables that they use
 * @param contexts where the values of the arguments lie that subgraphs take from contexts
 * @param types the object types for which it is needed
 * @param condition when it is needed, within its parent
 * @param leaf whether it has no selection
 * @param children what is needed below
 */
record Need(
    Slot slot,
    String arguments,
    Set<String> variables,
    Map<ContextArgument, List<ContextSource>> contexts,
    TypeSet types,
    Condition condition,
    boolean leaf,
    Needs children) {
  Need {
    contexts = Map.copyOf(contexts);
  }

  String name() {
    return slot.field();
  }

  boolean isTypename() {
    return slot.number() == Slot.TYPENAME;
  }

  /** Whether there is an object around for each of these. */
  boolean hasContexts(List<ContextArgument> wanted) {
    return contexts.keySet().containsAll(wanted);
  }

  /** With the places of another's contexts too: the types of the objects tell which are meant. */
  Need withContexts(Need other) {
    if (contexts.equals(other.contexts)) {
      return this;
    }
    Map<ContextArgument, List<ContextSource>> both = new HashMap<>(contexts);
    other.contexts.forEach((argument, sources) ->
        both.merge(
            argument,
            sources,
            (mine, its) ->
                Stream.concat(mine.stream(), its.stream())
                    .distinct()
                    .sorted(Comparator.comparingInt(ContextSource::levels))
                    .toList()));
    return new Need(slot, arguments, variables, both, types, condition, leaf, children);
  }

  Need with(TypeSet newTypes, Condition newCondition, Needs newChildren) {
    return new Need(
        slot, arguments, variables, contexts, newTypes, newCondition, leaf, newChildren);
  }
}
