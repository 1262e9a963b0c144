/**
 * What composition has to say: stable error and hint codes, and the values that carry them with
 * message, coordinates, subgraphs and source positions. Nothing here knows how a problem is found.
 */
@NullMarked
package ai.kompl.federation.composition.problem;

import org.jspecify.annotations.NullMarked;
