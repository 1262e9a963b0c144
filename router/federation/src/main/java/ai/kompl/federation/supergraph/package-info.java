/**
 * The supergraph as text: reading and writing SDL after the join specification, and the features
 * that such a text links.
 */
@NullMarked
package ai.kompl.federation.supergraph;

import org.jspecify.annotations.NullMarked;
