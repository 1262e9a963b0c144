package ai.kompl.kit;

import java.time.Duration;

/**
 * Bounds of a running subgraph.
 *
 * @param parallelBatches batches read from the database at the same time, over all requests; not
 *     more than the pool has connections
 * @param patience how long a batch waits for its turn
 * @param documents parsed documents kept
 */
public record SubgraphLimits(int parallelBatches, Duration patience, int documents) {

  /** Bounds that suit the default pool of ten connections. */
  public static final SubgraphLimits DEFAULT = new SubgraphLimits(8, Duration.ofSeconds(5), 2_000);
}
