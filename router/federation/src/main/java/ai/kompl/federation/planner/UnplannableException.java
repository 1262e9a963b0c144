package ai.kompl.federation.planner;

import java.io.Serial;

/** The subgraphs cannot together give what an operation asks for. */
public final class UnplannableException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  UnplannableException(String message) {
    super(message);
  }
}
