/**
 * Who the people of a tenant are and how they prove it: users, sign-in with a password, access
 * tokens and the keys that verify them.
 */
@NullMarked
package ai.kompl.identity;

import org.jspecify.annotations.NullMarked;
