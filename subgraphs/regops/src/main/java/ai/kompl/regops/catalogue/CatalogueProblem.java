package ai.kompl.regops.catalogue;

/**
 * One thing that is wrong with a catalogue file.
 *
 * @param message what is wrong and what to do, for a person
 */
public record CatalogueProblem(ProblemCode code, Severity severity, String message, Place place) {

  /** A problem that forbids the import. */
  public static CatalogueProblem error(ProblemCode code, String message, Place place) {
    return new CatalogueProblem(code, Severity.ERROR, message, place);
  }

  /** A problem that does not forbid the import. */
  public static CatalogueProblem warning(ProblemCode code, String message, Place place) {
    return new CatalogueProblem(code, Severity.WARNING, message, place);
  }
}
