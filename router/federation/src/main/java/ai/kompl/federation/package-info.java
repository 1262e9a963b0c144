/**
 * A federated GraphQL engine: reads a supergraph, plans operations over its subgraphs and runs
 * them. {@code FederationEngine} is the way in; the packages below are its rooms.
 */
@NullMarked
package ai.kompl.federation;

import org.jspecify.annotations.NullMarked;
