package ai.kompl.local.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The same figure of several rounds. Not thread-safe. */
final class Samples {
  private final List<Double> values = new ArrayList<>();

  void add(double value) {
    values.add(value);
  }

  double median() {
    List<Double> sorted = sorted();
    return sorted.get(sorted.size() / 2);
  }

  /** The median with the least and the greatest round behind it. */
  String spread() {
    List<Double> sorted = sorted();
    return String.format(
        Locale.ROOT, "%.2f[%.2f..%.2f]", median(), sorted.getFirst(), sorted.getLast());
  }

  private List<Double> sorted() {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted;
  }
}
