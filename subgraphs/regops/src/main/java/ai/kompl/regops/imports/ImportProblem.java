package ai.kompl.regops.imports;

import ai.kompl.regops.catalogue.CatalogueProblem;
import ai.kompl.regops.catalogue.Severity;
import java.util.Optional;

/**
 * One thing that is wrong with a catalogue, as it is kept with its import.
 *
 * @param path JSON pointer into the file; empty when it is about the whole file
 * @param line line in the file from 1; empty when unknown
 */
public record ImportProblem(
    String code, Severity severity, String message, Optional<String> path, Optional<Integer> line) {

  static ImportProblem of(CatalogueProblem problem) {
    return new ImportProblem(
        problem.code().name(),
        problem.severity(),
        problem.message(),
        problem.place().path(),
        problem.place().line());
  }
}
