/**
 * Keys: the master key and who holds it, the random keys of each tenant that it wraps, and the
 * cipher that they are used with.
 */
@NullMarked
package ai.kompl.tenancy.vault.key;

import org.jspecify.annotations.NullMarked;
