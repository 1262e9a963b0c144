package ai.kompl.federation.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The object types of a supergraph with their numbers, hidden ones included. */
public final class ObjectTypes {
  private final List<String> names;
  private final Map<String, Integer> numbers;

  /** Numbers the given type names in their order, from zero. */
  public ObjectTypes(List<String> names) {
    this.names = List.copyOf(names);
    Map<String, Integer> byName = HashMap.newHashMap(names.size());
    for (int number = 0; number < names.size(); number++) {
      byName.put(names.get(number), number);
    }
    this.numbers = Map.copyOf(byName);
  }

  /** How many there are. */
  public int count() {
    return names.size();
  }

  /** The name of the type with this number. */
  public String name(int type) {
    return names.get(type);
  }

  /** The number of the object type with this name, or -1 when there is none. */
  public int number(String name) {
    Integer number = numbers.get(name);
    return number == null ? -1 : number;
  }

  /** The names of the members of a set, in ascending order of their numbers. */
  public List<String> names(TypeSet set) {
    List<String> result = new ArrayList<>(set.size());
    set.forEach(type -> result.add(names.get(type)));
    return List.copyOf(result);
  }
}
