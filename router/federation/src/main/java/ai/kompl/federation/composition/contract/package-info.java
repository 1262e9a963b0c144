/** What of a supergraph is shown: everything not hidden, and contracts that hide by tag. */
@NullMarked
package ai.kompl.federation.composition.contract;

import org.jspecify.annotations.NullMarked;
