package ai.kompl.gateway.operation;

import ai.kompl.federation.error.GraphQlError;
import java.util.List;

/** Whether a request may run. */
public sealed interface Admission {

  /** It may. */
  record Admitted(AdmittedOperation operation) implements Admission {}

  /** GraphQL itself refuses it: syntax, validation or limits of the document. */
  record Rejected(List<GraphQlError> errors) implements Admission {
    /** Copies the list. */
    public Rejected {
      errors = List.copyOf(errors);
    }
  }
}
