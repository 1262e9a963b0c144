/** The contract's own tests. */
@NullMarked
package ai.kompl.local.contract;

import org.jspecify.annotations.NullMarked;
