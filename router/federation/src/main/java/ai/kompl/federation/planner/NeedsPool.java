package ai.kompl.federation.planner;

import ai.kompl.federation.operation.Conditions;
import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.schema.TypeSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes {@link Needs} so that equal ones are the same object. One pool per plan. */
final class NeedsPool {
  private final Map<List<Need>, Needs> interned = new HashMap<>();
  private final Map<Narrowing, Needs> narrowed = new HashMap<>();
  private final Needs none = intern(List.of());

  private record Narrowing(Needs needs, int type) {}

  Needs none() {
    return none;
  }

  Needs intern(List<Need> fields) {
    Needs present = interned.get(fields);
    if (present == null) {
      present = new Needs(interned.size(), fields);
      interned.put(List.copyOf(fields), present);
    }
    return present;
  }

  /** What is needed of an object of one type, each slot once; the needs name no types any more. */
  Needs narrow(Needs needs, int type) {
    return narrowed.computeIfAbsent(new Narrowing(needs, type), this::narrow);
  }

  private Needs narrow(Narrowing narrowing) {
    Map<Integer, Need> bySlot = new LinkedHashMap<>();
    for (Need need : narrowing.needs().fields()) {
      if (need.types().contains(narrowing.type())) {
        Need alone = need.with(TypeSet.empty(), need.condition(), need.children());
        @Nullable Need present = bySlot.get(need.slot().number());
        bySlot.put(need.slot().number(), present == null ? alone : merge(present, alone));
      }
    }
    return intern(List.copyOf(bySlot.values()));
  }

  private Need merge(Need one, Need other) {
    Condition condition = Conditions.or(one.condition(), other.condition());
    Need both = one.withContexts(other);
    if (one.leaf()) {
      return both.with(one.types(), condition, none);
    }
    List<Need> children = new ArrayList<>();
    boolean same = one.condition().equals(other.condition());
    for (Need parent : List.of(one, other)) {
      for (Need child : parent.children().fields()) {
        Condition own =
            same ? child.condition() : Conditions.and(parent.condition(), child.condition());
        children.add(child.with(child.types(), own, child.children()));
      }
    }
    return both.with(one.types(), condition, intern(children.stream().distinct().toList()));
  }
}
