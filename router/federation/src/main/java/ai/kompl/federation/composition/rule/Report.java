package ai.kompl.federation.composition.rule;

import ai.kompl.federation.composition.problem.ErrorCode;
import ai.kompl.federation.composition.problem.ProblemSink;
import ai.kompl.federation.composition.problem.SourcePosition;

/** Writes errors of one subgraph in one form: its name first. */
record Report(ProblemSink sink) {

  void error(ErrorCode code, String coordinate, SourcePosition position, String message) {
    sink.error(code, "[" + position.subgraph() + "] " + message, coordinate, position);
  }

  void invalid(String coordinate, SourcePosition position, String message) {
    error(ErrorCode.INVALID_GRAPHQL, coordinate, position, message);
  }
}
