package ai.kompl.local.bench;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The engine's own bench of plans that no cache knows, which runs without a web server in a process
 * of its own: its queries come from the generators of the engine's tests.
 */
final class ColdPlans {
  private static final String MAIN = "ai.kompl.federation.bench.PlanBench";

  private ColdPlans() {}

  /**
   * Measures; takes about twice the seconds.
   *
   * @param warmUpSeconds for each kind of query
   */
  static Map<String, Double> measure(int warmUpSeconds) throws IOException {
    try (ChildProcess child =
        ChildProcess.start(
            Stubs.classPath(),
            "-XX:+UseSerialGC",
            "-Xmx384m",
            "-XX:+UseCompactObjectHeaders",
            MAIN,
            String.valueOf(warmUpSeconds))) {
      return read(child.said());
    }
  }

  /**
   * Reads {@code name=number name=number}.
   *
   * @throws IllegalArgumentException when it is not of that form
   */
  static Map<String, Double> read(String line) {
    Map<String, Double> figures = new HashMap<>();
    for (String figure : line.strip().split(" ", -1)) {
      int equals = figure.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("not a figure: \"" + figure + "\"");
      }
      figures.put(figure.substring(0, equals), Double.valueOf(figure.substring(equals + 1)));
    }
    return figures;
  }
}
