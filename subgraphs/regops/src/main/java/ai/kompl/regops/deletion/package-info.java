/**
 * What all aggregates of regops do alike when something is deleted: enter it into the central
 * record, and dispose of it for good when its time is over and no legal hold stands.
 */
@NullMarked
package ai.kompl.regops.deletion;

import org.jspecify.annotations.NullMarked;
