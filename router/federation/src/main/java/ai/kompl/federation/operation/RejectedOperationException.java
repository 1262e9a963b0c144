package ai.kompl.federation.operation;

import ai.kompl.federation.error.EngineErrorCode;
import ai.kompl.federation.error.GraphQlError;
import java.io.Serial;
import java.util.List;

/** The client's document or its variables cannot be used; carries what the client is told. */
public final class RejectedOperationException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient List<GraphQlError> errors;

  /** For the given errors, at least one. */
  public RejectedOperationException(List<GraphQlError> errors) {
    super(errors.getFirst().message());
    this.errors = List.copyOf(errors);
  }

  /** For one error of the whole request. */
  public RejectedOperationException(EngineErrorCode code, String message) {
    this(List.of(GraphQlError.of(code, message, List.of())));
  }

  /** What the client is told. */
  public List<GraphQlError> errors() {
    return errors;
  }
}
