package ai.kompl.federation.composition.merge;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.HintCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.subgraph.InputNode;
import java.util.List;

/**
 * What is said when an argument or input field is not in all subgraphs: it is left out of the
 * supergraph where all may do without it, and refused where one insists on it.
 *
 * @param kind the thing's name in messages
 */
record Absence(String kind, HintCode hint, ErrorCode error) {

  /**
   * Reports the absence.
   *
   * @param having the definitions there are
   * @param all names of all subgraphs that should have one
   */
  void report(
      ProblemSink sink, String coordinate, List<Source<InputNode>> having, List<String> all) {
    List<String> with = Source.names(having);
    String without = String.join(", ", all.stream().filter(name -> !with.contains(name)).toList());
    List<Source<InputNode>> requiring =
        having.stream().filter(source -> source.element().mandatory()).toList();
    if (requiring.isEmpty()) {
      sink.hint(
          hint,
          "the optional %s %s is left out of the supergraph: it is in %s but not in %s"
              .formatted(kind, coordinate, String.join(", ", with), without),
          coordinate,
          with);
    } else {
      sink.error(
          error,
          "the %s %s is required in %s but absent in %s; add it there or make it optional"
              .formatted(kind, coordinate, String.join(", ", Source.names(requiring)), without),
          coordinate,
          Source.positions(having));
    }
  }
}
