/**
 * Keys and what they protect: the master key, keys per tenant, encrypted fields and encrypted
 * objects. Every ciphertext is bound to its tenant, so that a misplaced one is unreadable.
 */
@NullMarked
package ai.kompl.tenancy.vault;

import org.jspecify.annotations.NullMarked;
