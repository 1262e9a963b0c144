/**
 * The people of a tenant: their accounts, how they are listed and read, and how they come to be.
 */
@NullMarked
package ai.kompl.identity.user;

import org.jspecify.annotations.NullMarked;
