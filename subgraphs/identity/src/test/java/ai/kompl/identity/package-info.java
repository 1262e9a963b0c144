/** Promises of the identity subgraph, on a real PostgreSQL. */
@NullMarked
package ai.kompl.identity;

import org.jspecify.annotations.NullMarked;
