/** Runs the engine against the public federation gateway audit, served beside it. */
@NullMarked
package ai.kompl.federation.audit;

import org.jspecify.annotations.NullMarked;
