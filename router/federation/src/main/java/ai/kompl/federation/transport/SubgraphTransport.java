package ai.kompl.federation.transport;

/** Sends calls to one subgraph. Implementations are safe for use by any number of threads. */
@FunctionalInterface
public interface SubgraphTransport {

  /**
   * Sends the call and waits for its answer, on the calling (virtual) thread and not past {@link
   * SubgraphCall#deadline()}. Failures are values; an interrupt gives {@link
   * FailureCode#SUBREQUEST_CANCELLED}.
   */
  SubgraphResponse execute(SubgraphCall call);
}
