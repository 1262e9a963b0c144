/**
 * Licences: which plan a tenant has from when to when. When one is over there is a time of grace;
 * then the tenant's data can be read and no longer changed.
 */
@NullMarked
package ai.kompl.tenants.licence;

import org.jspecify.annotations.NullMarked;
