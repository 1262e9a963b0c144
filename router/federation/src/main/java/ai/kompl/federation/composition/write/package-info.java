/**
 * Writes what was composed: the supergraph after the join specification 0.5, and the schema that
 * clients see.
 */
@NullMarked
package ai.kompl.federation.composition.write;

import org.jspecify.annotations.NullMarked;
