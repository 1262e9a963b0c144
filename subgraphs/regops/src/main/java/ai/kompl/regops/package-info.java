/**
 * The subgraph of regulatory operations: frameworks, requirements, controls, and imports of
 * catalogues.
 */
@NullMarked
package ai.kompl.regops;

import org.jspecify.annotations.NullMarked;
