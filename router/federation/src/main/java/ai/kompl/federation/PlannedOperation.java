package ai.kompl.federation;

import ai.kompl.federation.error.GraphQlError;
import ai.kompl.federation.operation.NormalOperation;
import java.util.List;

/** What is known of all documents that differ in nothing but their literals. */
sealed interface PlannedOperation {

  /** It can be run. */
  record Planned(NormalOperation operation, Plans plans) implements PlannedOperation {}

  /** The subgraphs cannot give it, or it would take too many calls. */
  record Unplanned(List<GraphQlError> errors) implements PlannedOperation {
    /** Copies the list. */
    public Unplanned {
      errors = List.copyOf(errors);
    }
  }
}
