/** The errors that clients see: their stable codes and their form. */
@NullMarked
package ai.kompl.federation.error;

import org.jspecify.annotations.NullMarked;
