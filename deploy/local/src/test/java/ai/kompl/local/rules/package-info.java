/**
 * The rules of the house, checked over all modules at once: who may import whom, how types are
 * named, and that what is linked exists.
 */
@NullMarked
package ai.kompl.local.rules;

import org.jspecify.annotations.NullMarked;
