package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.subgraph.Applied;
import ai.kompl.federation.composition.subgraph.Element;
import ai.kompl.federation.composition.subgraph.FederationDirective;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Directives that the supergraph keeps for each graph, since they speak of how that graph works.
 */
final class GraphDirectives {
  private static final Set<FederationDirective> BOUND =
      Set.of(
          FederationDirective.CACHE_TAG, FederationDirective.CONNECT, FederationDirective.SOURCE);

  private GraphDirectives() {}

  static List<JoinDirective> of(MergeRun run, List<? extends Source<? extends Element>> sources) {
    List<Source<List<Applied>>> applied = new ArrayList<>();
    sources.forEach(
        source -> applied.add(new Source<>(source.subgraph(), source.element().directives())));
    return ofApplied(run, applied);
  }

  static List<JoinDirective> ofApplied(MergeRun run, List<Source<List<Applied>>> sources) {
    Map<String, JoinDirective> found = new LinkedHashMap<>();
    for (Source<List<Applied>> source : sources) {
      for (Applied applied : source.element()) {
        FederationDirective known = applied.known();
        if (known != null && BOUND.contains(known)) {
          run.applications().used().putIfAbsent(known, known.specName());
          add(found, source.name(), applied.renamed(known.specName()));
        }
      }
    }
    return List.copyOf(found.values());
  }

  private static void add(Map<String, JoinDirective> found, String subgraph, Applied applied) {
    JoinDirective before = found.get(applied.text());
    List<String> subgraphs = new ArrayList<>(before == null ? List.of() : before.subgraphs());
    subgraphs.add(subgraph);
    found.put(applied.text(), new JoinDirective(subgraphs, applied));
  }
}
