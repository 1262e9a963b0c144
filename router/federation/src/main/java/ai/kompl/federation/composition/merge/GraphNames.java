package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.subgraph.Subgraph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Names of subgraphs as values of {@code join__Graph} (join specification, "graph enum names"). */
final class GraphNames {
  private GraphNames() {}

  static Map<String, String> of(List<Subgraph> subgraphs) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    subgraphs.forEach(subgraph -> counts.merge(plain(subgraph.name()), 1, Integer::sum));
    Map<String, Integer> seen = new LinkedHashMap<>();
    Map<String, String> names = new LinkedHashMap<>();
    for (Subgraph subgraph : subgraphs) {
      String plain = plain(subgraph.name());
      boolean shared = counts.getOrDefault(plain, 0) > 1;
      names.put(subgraph.name(), shared ? plain + "_" + seen.merge(plain, 1, Integer::sum) : plain);
    }
    return names;
  }

  private static String plain(String name) {
    String word = name.replaceAll("[^A-Za-z0-9_]", "_").toUpperCase(Locale.ROOT);
    String started = !word.isEmpty() && Character.isDigit(word.charAt(0)) ? "_" + word : word;
    return started.matches(".*_[0-9]+") ? started + "_" : started;
  }
}
