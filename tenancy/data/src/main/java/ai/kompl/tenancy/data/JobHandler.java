package ai.kompl.tenancy.data;

/**
 * Does the background jobs of one kind. A job can be started again after a crash, so a handler
 * takes up what is already done and never does it twice.
 */
@FunctionalInterface
public interface JobHandler {
  /**
   * Does the job; returning ends it, an exception has it tried again later, up to its limit.
   *
   * @throws ai.kompl.tenancy.caller.ProblemException to have it tried again
   */
  void run(Job job);

  /**
   * Told once a job is given up because each process that worked on it died: the handler tells
   * those who wait. It can be told again when that fails.
   *
   * @throws ai.kompl.tenancy.caller.ProblemException to be told again
   */
  default void givenUp(Job job) {}
}
