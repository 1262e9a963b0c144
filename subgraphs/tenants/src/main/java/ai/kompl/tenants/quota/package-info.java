/** What a tenant may use and how much of it is used. */
@NullMarked
package ai.kompl.tenants.quota;

import org.jspecify.annotations.NullMarked;
