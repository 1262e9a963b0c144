package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.problem.HintCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the description that most subgraphs give; an empty one only when nobody says anything.
 */
final class Descriptions {
  private final ProblemSink sink;

  Descriptions(ProblemSink sink) {
    this.sink = sink;
  }

  @Nullable String merge(String coordinate, List<? extends Source<? extends Element>> sources) {
    Map<String, List<String>> given = new LinkedHashMap<>();
    for (Source<? extends Element> source : sources) {
      String text = source.element().description();
      if (text != null) {
        given.computeIfAbsent(text, _ -> new ArrayList<>()).add(source.name());
      }
    }
    if (given.size() > 1) {
      given.remove("");
    }
    String best = null;
    int most = 0;
    for (Map.Entry<String, List<String>> entry : given.entrySet()) {
      if (entry.getValue().size() > most) {
        most = entry.getValue().size();
        best = entry.getKey();
      }
    }
    if (given.size() > 1) {
      String message =
          coordinate
              + " is described differently in "
              + String.join(", ", given.values().stream().flatMap(List::stream).toList())
              + "; the supergraph takes the text of "
              + String.join(", ", given.getOrDefault(String.valueOf(best), List.of()));
      sink.hint(HintCode.INCONSISTENT_DESCRIPTION, message, coordinate, Source.names(sources));
    }
    return best;
  }
}
