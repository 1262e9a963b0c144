/**
 * What is known about a plan before any request: where each value lies in the store's tables, which
 * keys to expect in an answer, how representations and the response are written. Compiled once per
 * plan; at run time there are only array indices and ready bytes.
 */
@NullMarked
package ai.kompl.federation.shape;

import org.jspecify.annotations.NullMarked;
