package ai.kompl.federation.supergraph;

import java.io.Serial;

/** The text is not a supergraph that this engine can run; the message says what and where. */
public final class InvalidSupergraphException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** The stable code of this error. */
  public static final String CODE = "INVALID_FEDERATION_SUPERGRAPH";

  InvalidSupergraphException(String message) {
    super(CODE + ": " + message);
  }

  InvalidSupergraphException(String message, Throwable cause) {
    super(CODE + ": " + message, cause);
  }
}
