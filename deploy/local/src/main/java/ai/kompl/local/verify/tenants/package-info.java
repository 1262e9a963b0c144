/**
 * The proof that many tenants cost what few do: provisioning, starting, upgrading and serving them,
 * with the number of tables that a tenant may have at most.
 */
@NullMarked
package ai.kompl.local.verify.tenants;

import org.jspecify.annotations.NullMarked;
