/**
 * The supergraph document: writes and reads the join specification (0.1 to 0.5), derives what
 * clients see, and keeps the directives that the platform's own features apply.
 */
@NullMarked
package ai.kompl.federation.supergraph;

import org.jspecify.annotations.NullMarked;
