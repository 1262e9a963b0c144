/** The assembled product's own tests. */
@NullMarked
package ai.kompl.local;

import org.jspecify.annotations.NullMarked;
