/**
 * Measures the router: CPU time, allocation and latency per request through HTTP, beside other
 * routers that are given the same subgraphs.
 */
@NullMarked
package ai.kompl.local.bench;

import org.jspecify.annotations.NullMarked;
