package ai.kompl.federation.planner;

import ai.kompl.federation.graph.Source;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** Sources with numbers from zero, in the order in which they are met; equal ones are identical. */
final class NumberedSources {
  private final IdentityHashMap<Source, Integer> numbers = new IdentityHashMap<>();
  private final List<Source> sources = new ArrayList<>();

  int number(Source source) {
    Integer number = numbers.get(source);
    if (number == null) {
      number = sources.size();
      numbers.put(source, number);
      sources.add(source);
    }
    return number;
  }

  Source get(int number) {
    return sources.get(number);
  }

  int count() {
    return sources.size();
  }
}
