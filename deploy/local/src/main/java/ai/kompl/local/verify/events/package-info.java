/**
 * The proof that every event is applied once and in order: processes that are killed while they
 * carry and apply events, a Redis that is emptied, and a comparison of what was stated with what
 * was done; and the faults that it has to find.
 */
@NullMarked
package ai.kompl.local.verify.events;

import org.jspecify.annotations.NullMarked;
