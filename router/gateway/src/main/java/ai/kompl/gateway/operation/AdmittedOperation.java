package ai.kompl.gateway.operation;

import ai.kompl.federation.plan.OperationKind;
import ai.kompl.gateway.security.Asker;
import java.io.IOException;

/**
 * An operation that may run, together with its variables and the supergraph it was checked against.
 * Safe to run from any thread, any number of times.
 */
public interface AdmittedOperation {

  /** Query, mutation or subscription. */
  OperationKind kind();

  /** Runs a query or mutation on the calling thread, no longer than the time limit. */
  Answer run(Asker asker);

  /** Whether its answer can come in parts. */
  default boolean defers() {
    return false;
  }

  /**
   * Runs a query or mutation on the calling thread and hands out its answer part by part; an
   * operation that defers nothing has one part.
   *
   * @throws IOException when the parts could not be taken
   */
  default void runInParts(Asker asker, AnswerParts parts) throws IOException {
    parts.part(run(asker), true);
  }

  /**
   * What a subscription follows.
   *
   * @throws ai.kompl.gateway.refusal.RefusedException NOT_FOUND when its id is not one of the
   *     asker's tenant
   */
  LiveSource source(Asker asker);

  /** Runs a subscription's selection once, on the entity as it is now. */
  Answer runOnce(LiveSource source, Asker asker);
}
