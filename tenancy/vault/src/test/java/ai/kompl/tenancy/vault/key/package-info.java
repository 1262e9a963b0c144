/** The promises about keys, against a store in memory. */
@NullMarked
package ai.kompl.tenancy.vault.key;

import org.jspecify.annotations.NullMarked;
