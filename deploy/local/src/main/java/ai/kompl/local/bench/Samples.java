package ai.kompl.local.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The same figure of several rounds, in their order. Not thread-safe. */
final class Samples {
  private final List<Double> values = new ArrayList<>();

  static Samples of(double... values) {
    var samples = new Samples();
    for (double value : values) {
      samples.add(value);
    }
    return samples;
  }

  void add(double value) {
    values.add(value);
  }

  int size() {
    return values.size();
  }

  /**
   * The middle value, or the mean of the two in the middle.
   *
   * @throws IllegalStateException when there is none
   */
  double median() {
    List<Double> sorted = sorted();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** The median with the least and the greatest round behind it. */
  String spread() {
    List<Double> sorted = sorted();
    return String.format(
        Locale.ROOT, "%.2f[%.2f..%.2f]", median(), sorted.getFirst(), sorted.getLast());
  }

  /** How far the greatest lies above the least, as a share of the median. */
  double relativeSpread() {
    List<Double> sorted = sorted();
    return (sorted.getLast() - sorted.getFirst()) / median();
  }

  /** The samples added last, at most so many. */
  Samples last(int count) {
    var last = new Samples();
    values.subList(Math.max(0, values.size() - count), values.size()).forEach(last::add);
    return last;
  }

  /**
   * This figure over the other's, round by round: what slows a whole round is in both and falls
   * out.
   *
   * @throws IllegalArgumentException when they have not been measured in the same rounds
   */
  Samples over(Samples other) {
    if (values.size() != other.values.size()) {
      throw new IllegalArgumentException(
          values.size() + " rounds cannot be compared with " + other.values.size());
    }
    var ratios = new Samples();
    for (int round = 0; round < values.size(); round++) {
      ratios.add(values.get(round) / other.values.get(round));
    }
    return ratios;
  }

  private List<Double> sorted() {
    if (values.isEmpty()) {
      throw new IllegalStateException("nothing was measured");
    }
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted;
  }
}
