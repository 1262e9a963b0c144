/**
 * Where the data are. {@link ai.kompl.tenancy.data.TenantDatabase} is the only way to a tenant's
 * tables and {@link ai.kompl.tenancy.data.PlatformDatabase} the only way to the shared ones; state,
 * audit entry and event commit together. Provisioning, migrations, the outbox relay and background
 * jobs live here too.
 */
@NullMarked
package ai.kompl.tenancy.data;

import org.jspecify.annotations.NullMarked;
