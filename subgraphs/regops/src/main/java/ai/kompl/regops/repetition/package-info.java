/**
 * Writes that are safe to repeat: the same idempotency key answers with what the first call made.
 */
@NullMarked
package ai.kompl.regops.repetition;

import org.jspecify.annotations.NullMarked;
