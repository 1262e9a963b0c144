/**
 * Settings of the platform and of tenants while it runs: typed keys with bounds that the programs
 * know, a platform-wide value, a tenant's own where it differs, and the history of both.
 */
@NullMarked
package ai.kompl.tenants.configuration;

import org.jspecify.annotations.NullMarked;
