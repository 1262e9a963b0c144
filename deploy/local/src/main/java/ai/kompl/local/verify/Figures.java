package ai.kompl.local.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a proof measured, and which of it missed its bar. Not thread-safe. */
public final class Figures {
  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<String> missed = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();

  /** Notes a figure that has no bar. */
  public void note(String name, Object value) {
    values.put(name, String.valueOf(value));
  }

  /** Notes a figure that must be equal to the bar. */
  public void exactly(String name, long value, long bar) {
    values.put(name, String.valueOf(value));
    if (value != bar) {
      missed.add(name + " is " + value + ", must be " + bar);
    }
  }

  /** Notes how many of all passed, where all must pass and no fewer than the bar may be tried. */
  public void allOf(String name, long passed, long all, long bar) {
    values.put(name, passed + "/" + all);
    if (passed != all || all < bar) {
      missed.add(name + " is " + passed + "/" + all + ", must be all of at least " + bar);
    }
  }

  /** Notes a figure that must not exceed the bar. */
  public void atMost(String name, double value, double bar) {
    values.put(name, number(value));
    if (value > bar) {
      missed.add(name + " is " + number(value) + ", must be at most " + number(bar));
    }
  }

  /** Notes a figure that must reach the bar. */
  public void atLeast(String name, double value, double bar) {
    values.put(name, number(value));
    if (value < bar) {
      missed.add(name + " is " + number(value) + ", must be at least " + number(bar));
    }
  }

  /** Notes whether something holds that must hold. */
  public void holds(String name, boolean value) {
    values.put(name, value ? "yes" : "no");
    if (!value) {
      missed.add(name + " does not hold");
    }
  }

  /** Notes a part that could not run here, with the reason. */
  public void skip(String name, String reason) {
    skipped.add(name + ": " + reason);
    values.put(name, "skipped");
  }

  /** Whether every bar was met. */
  public boolean passed() {
    return missed.isEmpty();
  }

  /** Reasons of skipped parts, then missed bars, a line each, for people. */
  public List<String> remarks() {
    var remarks = new ArrayList<String>();
    skipped.forEach(text -> remarks.add("skipped " + text));
    missed.forEach(text -> remarks.add("missed " + text));
    return List.copyOf(remarks);
  }

  /**
   * The closing line: {@code PASS name=value ...} or {@code FAIL name=value ...}; {@code SKIPPED}
   * when nothing could be measured at all.
   */
  public String line() {
    boolean measured = values.size() > skipped.size();
    return (!passed() ? "FAIL " : measured ? "PASS " : "SKIPPED ")
        + values.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(" "));
  }

  /** A figure as the closing line writes it. */
  public static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.valueOf((long) value)
        : "%.2f".formatted(value);
  }
}
