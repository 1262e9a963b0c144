/**
 * The product assembled: servers, subgraphs, router and gateway in one process, or the gateway here
 * and each subgraph in a process of its own.
 */
@NullMarked
package ai.kompl.local;

import org.jspecify.annotations.NullMarked;
