/** Sign-in with a password, which tells a stranger nothing about who has an account. */
@NullMarked
package ai.kompl.identity.signin;

import org.jspecify.annotations.NullMarked;
