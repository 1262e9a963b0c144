/**
 * The proof that what is cached is never older than an acknowledged change: several processes, one
 * database, one Redis to which everything happens, and a checker of what they saw.
 */
@NullMarked
package ai.kompl.local.verify.cache;

import org.jspecify.annotations.NullMarked;
