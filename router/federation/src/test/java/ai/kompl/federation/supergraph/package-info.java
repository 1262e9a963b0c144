/** How supergraph documents are read. */
@NullMarked
package ai.kompl.federation.supergraph;

import org.jspecify.annotations.NullMarked;
