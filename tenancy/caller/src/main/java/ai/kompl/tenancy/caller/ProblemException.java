package ai.kompl.tenancy.caller;

import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a caller cannot handle on the spot, with its place in the catalogue. The message may be
 * shown to the client, so it names what was wrong and what to do, and nothing of the inside; the
 * cause is for the log only.
 */
public final class ProblemException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final Problem problem;
  private final @Nullable String path;

  private ProblemException(
      Problem problem, String message, @Nullable String path, @Nullable Throwable cause) {
    super(message, cause);
    this.problem = problem;
    this.path = path;
  }

  /** With the catalogue's own message. */
  public ProblemException(Problem problem) {
    this(problem, problem.message(), null, null);
  }

  /** With a message that may be shown to the client. */
  public ProblemException(Problem problem, String message) {
    this(problem, message, null, null);
  }

  /** With a cause for the log. */
  public ProblemException(Problem problem, String message, Throwable cause) {
    this(problem, message, null, cause);
  }

  /**
   * About one input field.
   *
   * @param path the field, dotted, such as {@code input.title}
   */
  public static ProblemException at(String path, Problem problem, String message) {
    return new ProblemException(problem, message, path, null);
  }

  /** Which problem of the catalogue it is. */
  public Problem problem() {
    return problem;
  }

  /** The input field that is to blame, if one is. */
  public Optional<String> path() {
    return Optional.ofNullable(path);
  }

  /** The text that may be shown to the client. */
  public String clientMessage() {
    return Optional.ofNullable(getMessage()).orElse(problem.message());
  }
}
