/**
 * The units of an organization: a tree in the tenant's own schema, with the people in it. Which
 * unit a person is in becomes an attribute of the caller at the next sign-in.
 */
@NullMarked
package ai.kompl.tenants.unit;

import org.jspecify.annotations.NullMarked;
