package ai.kompl.gateway.telemetry;

import ai.kompl.gateway.operation.Answer;
import java.util.Locale;

/** How an operation ended; one label of the metrics. */
public enum Outcome {
  /** Data without errors. */
  OK,
  /** Data with errors beside it, or null because of them. */
  PARTIAL,
  /** Turned away before it ran. */
  REFUSED,
  /** Ended by a fault of the server. */
  FAILED;

  /** The outcome that an answer of the engine shows. */
  public static Outcome of(Answer answer) {
    if (!answer.hasData()) {
      return REFUSED;
    }
    return answer.errorCodes().isEmpty() ? OK : PARTIAL;
  }

  /** The label's value. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
