/** Tests of plan execution. */
@NullMarked
package ai.kompl.federation.execute;

import org.jspecify.annotations.NullMarked;
