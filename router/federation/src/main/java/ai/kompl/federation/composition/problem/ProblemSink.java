package ai.kompl.federation.composition.problem;

import java.util.ArrayList;
import java.util.List;

/** Collects errors and hints while one composition runs; belongs to one thread. */
public final class ProblemSink {
  private final List<CompositionError> errors = new ArrayList<>();
  private final List<Hint> hints = new ArrayList<>();

  /** Adds an error about one element of one subgraph. */
  public void error(ErrorCode code, String message, String coordinate, SourcePosition position) {
    error(
        new CompositionError(
            code, message, List.of(coordinate), List.of(position.subgraph()), List.of(position)));
  }

  /** Adds an error about one element of several subgraphs. */
  public void error(
      ErrorCode code, String message, String coordinate, List<SourcePosition> positions) {
    List<String> subgraphs = positions.stream().map(SourcePosition::subgraph).distinct().toList();
    error(new CompositionError(code, message, List.of(coordinate), subgraphs, positions));
  }

  /** Adds an error; an equal one is kept once. */
  public void error(CompositionError error) {
    if (!errors.contains(error)) {
      errors.add(error);
    }
  }

  /** Adds a hint; an equal one is kept once. */
  public void hint(HintCode code, String message, String coordinate, List<String> subgraphs) {
    Hint hint = new Hint(code, message, coordinate, subgraphs);
    if (!hints.contains(hint)) {
      hints.add(hint);
    }
  }

  /** Whether any error was added. */
  public boolean failed() {
    return !errors.isEmpty();
  }

  /** The errors so far, in the order of discovery. */
  public List<CompositionError> errors() {
    return List.copyOf(errors);
  }

  /** The hints so far, in the order of discovery. */
  public List<Hint> hints() {
    return List.copyOf(hints);
  }
}
