package ai.kompl.federation.composition.merge;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code @override} does to one field, by subgraph; filled by {@link Overrides}. */
final class Overridden {
  private final Set<String> used = new HashSet<>();
  private final Set<String> unused = new HashSet<>();
  private final Map<String, String> labels = new HashMap<>();
  private final Set<String> unknownTargets = new HashSet<>();

  void markUsed(String subgraph) {
    used.add(subgraph);
  }

  void markUnused(String subgraph) {
    unused.add(subgraph);
  }

  void label(String subgraph, String label) {
    labels.put(subgraph, label);
  }

  void unknownTarget(String subgraph) {
    unknownTargets.add(subgraph);
  }

  /** Whether the field stays declared there for keys and the like, but is resolved elsewhere. */
  boolean used(String subgraph) {
    return used.contains(subgraph);
  }

  /** Whether the field is gone from that subgraph. */
  boolean unused(String subgraph) {
    return unused.contains(subgraph);
  }

  boolean any(String subgraph) {
    return used(subgraph) || unused(subgraph);
  }

  @Nullable String label(String subgraph) {
    return labels.get(subgraph);
  }

  boolean labelled() {
    return !labels.isEmpty();
  }

  boolean anyUsed() {
    return !used.isEmpty();
  }

  boolean hasUnknownTarget(String subgraph) {
    return unknownTargets.contains(subgraph);
  }
}
