/**
 * How a call reaches a subgraph: the interface that the executor calls, and its implementations
 * over HTTP/1.1 and inside the same process. Blocking throughout, on the caller's virtual thread.
 */
@NullMarked
package ai.kompl.federation.transport;

import org.jspecify.annotations.NullMarked;
