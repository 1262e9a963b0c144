/**
 * One subgraph as a value: its SDL read into small immutable nodes, the features it links under
 * which names, its field sets parsed, and a federation 1 schema raised to federation 2. Nothing
 * here looks at more than what composition needs to know of a subgraph.
 */
@NullMarked
package ai.kompl.federation.composition.subgraph;

import org.jspecify.annotations.NullMarked;
