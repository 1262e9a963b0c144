package ai.kompl.local.verify.durability;

import java.util.List;

/** A kind of work in which processes die, and what must hold afterwards. */
interface Scenario {
  /** The commits and steps that it passes. */
  List<String> seams();

  /**
   * Whether one process passes its seams only once, so that the first passing is the one to die at.
   */
  default boolean passesOnce() {
    return false;
  }

  /** Readies what the process finds. */
  default void prepare(Workplace.Source source, Workplace place, Stage stage) {}

  /** Works until it dies. */
  void work(Workplace place, Stage stage) throws Exception;

  /**
   * Recovers and checks, in a process that goes on.
   *
   * @return what must not be
   */
  List<Finding> recover(Workplace.Source source, Workplace place, Stage stage) throws Exception;
}
