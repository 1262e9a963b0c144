/** Tests of what the bench makes of its measurements. */
@NullMarked
package ai.kompl.local.bench;

import org.jspecify.annotations.NullMarked;
