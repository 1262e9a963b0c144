/** Programs that measure the engine; run by hand, see bench/README.md. */
@NullMarked
package ai.kompl.federation.bench;

import org.jspecify.annotations.NullMarked;
