package ai.kompl.regops.catalogue;

import java.util.ArrayList;
import java.util.List;

/**
 * What a reader found wrong so far. Keeps the first hundred of each severity and counts the rest.
 */
final class ProblemLog {

  private static final int KEPT = 100;

  private final List<CatalogueProblem> errors = new ArrayList<>();
  private final List<CatalogueProblem> warnings = new ArrayList<>();
  private int count;
  private boolean refused;

  void error(ProblemCode code, String message, Place place) {
    refused = true;
    keep(errors, CatalogueProblem.error(code, message, place));
  }

  void warn(ProblemCode code, String message, Place place) {
    keep(warnings, CatalogueProblem.warning(code, message, place));
  }

  boolean refused() {
    return refused;
  }

  int count() {
    return count;
  }

  /** Errors first, at most a hundred. */
  List<CatalogueProblem> problems() {
    var all = new ArrayList<>(errors);
    all.addAll(warnings);
    return List.copyOf(all.subList(0, Math.min(KEPT, all.size())));
  }

  private void keep(List<CatalogueProblem> list, CatalogueProblem problem) {
    count++;
    if (list.size() < KEPT) {
      list.add(problem);
    }
  }
}
