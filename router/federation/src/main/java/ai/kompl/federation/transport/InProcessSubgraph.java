package ai.kompl.federation.transport;

/** A subgraph that runs in this process. Safe for use by any number of threads. */
@FunctionalInterface
public interface InProcessSubgraph {

  /**
   * Executes the operation on the calling thread; {@link CallVariables#asMap()} has the variables.
   * An unchecked exception fails this one call and never shows its text to clients.
   */
  InProcessResult execute(SubgraphCall call);
}
