package ai.kompl.local.verify;

import java.nio.file.Path;
import java.util.function.Consumer;

/** One proof. */
public interface Proof {
  /** Its name behind {@code ./kompl verify}. */
  String name();

  /** What it shows, in one line. */
  String summary();

  /**
   * Measures.
   *
   * @param folder an empty folder of its own, deleted afterwards
   * @param figures takes what was measured and its bars
   * @param note is told what is going on
   */
  void run(Path folder, Figures figures, Consumer<String> note);
}
