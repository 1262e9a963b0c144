/** Tests of the engine as a whole. */
@NullMarked
package ai.kompl.federation;

import org.jspecify.annotations.NullMarked;
