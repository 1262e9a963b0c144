/** The promises about what may be kept. */
@NullMarked
package ai.kompl.tenancy.vault.content;

import org.jspecify.annotations.NullMarked;
