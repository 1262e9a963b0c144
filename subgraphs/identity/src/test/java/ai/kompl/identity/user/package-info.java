/** Promises of the package. */
@NullMarked
package ai.kompl.identity.user;

import org.jspecify.annotations.NullMarked;
