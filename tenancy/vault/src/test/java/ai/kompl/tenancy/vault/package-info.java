/** The promises of the vault, against a real S3 endpoint. */
@NullMarked
package ai.kompl.tenancy.vault;

import org.jspecify.annotations.NullMarked;
