/**
 * The public contract as the subgraphs compose to it now, held against what is checked in and what
 * was last released.
 */
@NullMarked
package ai.kompl.local.contract;

import org.jspecify.annotations.NullMarked;
