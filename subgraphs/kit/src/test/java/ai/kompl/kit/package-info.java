/** Promises of the kit, on a small subgraph of libraries and books. */
@NullMarked
package ai.kompl.kit;

import org.jspecify.annotations.NullMarked;
