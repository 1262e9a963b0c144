package ai.kompl.local;

import ai.kompl.tenancy.data.JobHandler;
import ai.kompl.tenancy.events.EventStream;
import ai.kompl.tenancy.vault.ObjectStore;
import java.util.function.UnaryOperator;

/**
 * What a proof puts in the way of things that cross from the platform to a subgraph or the gateway.
 *
 * @param objects the way to uploaded files
 * @param jobs the way to what does background jobs
 * @param events the way of events to live operations
 */
record Detours(
    UnaryOperator<ObjectStore> objects,
    UnaryOperator<JobHandler> jobs,
    UnaryOperator<EventStream> events) {
  /** Nothing is in the way. */
  static final Detours NONE =
      new Detours(UnaryOperator.identity(), UnaryOperator.identity(), UnaryOperator.identity());
}
