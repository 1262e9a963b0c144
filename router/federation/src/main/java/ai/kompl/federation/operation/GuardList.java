package ai.kompl.federation.operation;

import ai.kompl.federation.plan.Condition;
import ai.kompl.federation.plan.Guard;
import ai.kompl.federation.rights.Requirement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The guards of an operation, each once, in the order in which they were met. */
final class GuardList {
  private final List<Guard> guards = new ArrayList<>();
  private final Map<Requirement, Integer> rights = new LinkedHashMap<>();
  private final Set<String> taken;

  /**
   * No guards yet.
   *
   * @param taken the names of the client's variables
   */
  GuardList(Set<String> taken) {
    this.taken = Set.copyOf(taken);
  }

  List<Guard> all() {
    return List.copyOf(guards);
  }

  /** Holds when the client's variable has the value. */
  Condition when(String variable, boolean expected) {
    Guard guard = new Guard.Variable(variable, expected);
    if (!guards.contains(guard)) {
      guards.add(guard);
    }
    return only(guards.indexOf(guard));
  }

  /** Holds when the caller meets the demand. */
  Condition when(Requirement requirement) {
    return only(rights.computeIfAbsent(requirement, this::add));
  }

  private int add(Requirement requirement) {
    String name = "right_" + rights.size();
    while (taken.contains(name)) {
      name = "_" + name;
    }
    guards.add(new Guard.Right(name, requirement));
    return guards.size() - 1;
  }

  /** The variables by which subgraphs are told what the caller holds, as they are declared. */
  Map<String, String> declarations() {
    Map<String, String> declared = new LinkedHashMap<>();
    for (int number : rights.values()) {
      String name = guards.get(number).variable();
      declared.put(name, "$" + name + ": Boolean!");
    }
    return declared;
  }

  private static Condition only(int number) {
    return new Condition(List.of(List.of(number)));
  }
}
