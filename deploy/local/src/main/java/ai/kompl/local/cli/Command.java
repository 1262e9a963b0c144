package ai.kompl.local.cli;

/** Something the user can ask for by its name. */
public interface Command {
  /** What is worth telling somebody who has nothing running. */
  int NOT_RUNNING = 3;

  /** It did not work. */
  int FAILED = 1;

  /** The command line was wrong. */
  int WRONG_USE = 2;

  /** Its name, options and what it does. */
  Usage usage();

  /**
   * Does it.
   *
   * @param arguments checked against the usage
   * @return the exit code: 0 when it worked
   * @throws CommandFailure with a message for the user
   */
  int run(Arguments arguments, Console console);
}
