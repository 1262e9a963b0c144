/** Tests of the commands, as processes of their own where that is what counts. */
@NullMarked
package ai.kompl.local.cli;

import org.jspecify.annotations.NullMarked;
