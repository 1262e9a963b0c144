/**
 * The shared composition cases, held against our composer: what must compose does, to the schema
 * that clients must see, and what must be refused is, for the same reasons.
 */
@NullMarked
package ai.kompl.local.verify.composition;

import org.jspecify.annotations.NullMarked;
