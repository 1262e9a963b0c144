/** Promises of the package. */
@NullMarked
package ai.kompl.identity.password;

import org.jspecify.annotations.NullMarked;
