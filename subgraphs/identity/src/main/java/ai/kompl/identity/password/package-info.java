/** Passwords: hashed with Argon2id, and kept from starving everything else while they are. */
@NullMarked
package ai.kompl.identity.password;

import org.jspecify.annotations.NullMarked;
