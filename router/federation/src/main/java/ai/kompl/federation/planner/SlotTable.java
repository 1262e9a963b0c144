package ai.kompl.federation.planner;

import ai.kompl.federation.plan.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives each field with its arguments one slot throughout a plan. */
final class SlotTable {
  private final List<Slot> slots = new ArrayList<>();
  private final Map<Asked, Slot> byField = new HashMap<>();
  private final Set<String> names = new HashSet<>();

  private record Asked(String field, String arguments) {}

  SlotTable() {
    slot("__typename", "");
  }

  Slot slot(String field, String arguments) {
    return byField.computeIfAbsent(new Asked(field, arguments), this::make);
  }

  List<Slot> slots() {
    return slots;
  }

  private Slot make(Asked asked) {
    String name = asked.field();
    for (int suffix = 1; !names.add(name); suffix++) {
      name = asked.field() + "_" + suffix;
    }
    Slot slot = new Slot(slots.size(), name, asked.field());
    slots.add(slot);
    return slot;
  }
}
