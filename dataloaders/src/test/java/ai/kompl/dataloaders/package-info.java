/** Promises of the loaders and connections. */
@NullMarked
package ai.kompl.dataloaders;

import org.jspecify.annotations.NullMarked;
