/** Promises of the tenants subgraph, on a real PostgreSQL. */
@NullMarked
package ai.kompl.tenants;

import org.jspecify.annotations.NullMarked;
