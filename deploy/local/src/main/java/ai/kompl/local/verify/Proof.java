package ai.kompl.local.verify;

import ai.kompl.local.cli.Command;
import ai.kompl.local.cli.CommandFailure;
import java.nio.file.Path;
import java.util.function.Consumer;

/** One proof. */
public interface Proof {
  /** Its name behind {@code ./kompl verify}. */
  String name();

  /** What it shows, in one line. */
  String summary();

  /**
   * The same proof with what the user gave it to work on.
   *
   * @throws CommandFailure when it takes nothing
   */
  default Proof given(Path path) {
    throw new CommandFailure(Command.WRONG_USE, "verify " + name() + " takes no PATH: " + path);
  }

  /**
   * The same proof in its long form.
   *
   * @throws CommandFailure when it has none
   */
  default Proof full() {
    throw new CommandFailure(Command.WRONG_USE, "verify " + name() + " has no --full form");
  }

  /**
   * Measures.
   *
   * @param folder an empty folder of its own, deleted afterwards
   * @param figures takes what was measured and its bars
   * @param note is told what is going on
   */
  void run(Path folder, Figures figures, Consumer<String> note);
}
